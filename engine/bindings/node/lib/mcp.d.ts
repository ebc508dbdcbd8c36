// Every message that a server of the Model Context Protocol sends, without credentials.
import type {Redactor} from './index';

export interface ProtectOptions {
  /** The default one where nothing is said. */
  redactor?: Redactor;
  /** Whether what this process writes to its standard error is redacted as well; it is. */
  logs?: boolean;
}

/**
 * Redacts what the server sends from now on, and returns the server: an McpServer or a Server of
 * the SDK, in either of its versions.
 */
export function protect<Server extends object>(server: Server, options?: ProtectOptions): Server;

/** Redacts what is written to a stream from now on; what one call writes is read by itself. */
export function redactWrites(stream: NodeJS.WritableStream, redactor?: Redactor): void;
