#!/usr/bin/env node
// A server that leaks on purpose: every kind of message holds the secret in $PLANTED.
//
//     PLANTED=... node server.mjs             the secret arrives
//     PLANTED=... node server.mjs --protect   it does not: one line more
//     ... --http PORT                         over streamable HTTP on the loopback interface
//
// It runs with either version of the SDK: @modelcontextprotocol/sdk, or
// @modelcontextprotocol/server with @modelcontextprotocol/node.
import {randomUUID} from 'node:crypto';
import {createServer} from 'node:http';
import {setTimeout as work} from 'node:timers/promises';
import {deflateSync} from 'node:zlib';
import * as z from 'zod';

const SECRET = process.env.PLANTED;
const SDK = '@modelcontextprotocol';
const second = await import(`${SDK}/server`).catch(() => undefined);
const {McpServer} = second ?? await import(`${SDK}/sdk/server/mcp.js`);

// A picture is coded bytes; that this one is none that can be shown does not matter here.
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  deflateSync(Buffer.from(Array.from({length: 5000}, (_, i) => i * i * 7919 % 251)))])
  .toString('base64');

const said = (text) => ({content: [{type: 'text', text}]});

// What both versions call otherwise.
const notify = (ctx, method, params) => (second ? ctx.mcpReq.notify : ctx.sendNotification)(
  {method, params});
const log = (ctx, data) => second ? ctx.mcpReq.log('info', data) :
  notify(ctx, 'notifications/message', {level: 'info', data});
const progressToken = (ctx) => (second ? ctx.mcpReq : ctx)._meta?.progressToken;

function makeServer() {
  const server = new McpServer({name: 'leaky', version: '1'}, {capabilities: {logging: {}}});

  server.registerTool('text', {description: 'A text with a secret in it.'}, () =>
    said(`connected with ${SECRET} to the store\nall is well`));

  server.registerTool('structured', {
    description: 'The same in structured content, as a value and as a key.',
    outputSchema: z.object({token: z.string(), rows: z.array(z.any()), byKey: z.any()}),
  }, () => {
    const value = {token: SECRET, rows: [1, 2.5, null, true, `uses ${SECRET}`],
      byKey: {[SECRET]: 'a key'}};
    return {...said(JSON.stringify(value)), structuredContent: value};
  });

  server.registerTool('narrow', {
    description: 'Its schema has room for twenty characters, not for the name of a rule.',
    outputSchema: z.object({token: z.string().length(20)}),
  }, () => ({...said('narrow'), structuredContent: {token: SECRET}}));

  server.registerTool('exact', {
    description: 'Its schema has room for nothing else.',
    outputSchema: z.object({token: z.string().regex(new RegExp(`^${SECRET.slice(0, 4)}`))}),
  }, () => ({...said('exact'), structuredContent: {token: SECRET}}));

  server.registerTool('picture', {description: 'An image, which holds none.'}, () =>
    ({content: [{type: 'image', data: PNG, mimeType: 'image/png'}]}));

  server.registerTool('failing', {description: 'Fails with a secret in its words.'}, () => {
    throw new Error(`cannot log in with ${SECRET}`);
  });

  server.registerTool('talking', {
    description: `Says ${SECRET} in a log message and while it makes progress.`,
  }, async (ctx) => {
    if (progressToken(ctx) !== undefined) {
      await notify(ctx, 'notifications/progress', {progressToken: progressToken(ctx), progress: 1,
        total: 2, message: `half way with ${SECRET}`});
    }
    await log(ctx, {token: SECRET});
    console.error(`logged with ${SECRET}`);
    await work(50);
    return said('done');
  });

  server.registerTool('asking', {description: 'Asks the user and his model.'}, async (ctx) => {
    const asked = {message: `May ${SECRET} be used?`, requestedSchema:
      {type: 'object', properties: {why: {type: 'string', title: `Why ${SECRET}?`}}}};
    const sampled = {
      messages: [{role: 'user', content: {type: 'text', text: `Is ${SECRET} good?`}}],
      systemPrompt: `You know ${SECRET}.`, maxTokens: 10};
    if (!second) {
      await server.server.elicitInput(asked, {relatedRequestId: ctx.requestId});
      await server.server.createMessage(sampled, {relatedRequestId: ctx.requestId});
      return said('asked');
    }
    if (ctx.mcpReq.inputResponses !== undefined) return said('asked');
    return second.inputRequired({requestState: 'state', inputRequests: {
      user: second.inputRequired.elicit(asked),
      model: second.inputRequired.createMessage(sampled)}});
  });

  server.registerResource('config', 'store://config', {description: `Opened by ${SECRET}`}, (uri) =>
    ({contents: [{uri: uri.href, text: `token=${SECRET}\n`}]}));

  server.registerResource('missing', 'store://missing', {}, () => {
    throw Object.assign(new Error(`no store for ${SECRET}`), {code: -32001, data: {token: SECRET}});
  });

  server.registerPrompt('ask', {description: 'A prompt that quotes it.'}, () => ({messages: [
    {role: 'user', content: {type: 'text', text: `What may be done with ${SECRET}?`}}]}));

  return server;
}

async function server() {
  const made = makeServer();
  if (process.argv.includes('--protect')) (await import('inkblot/mcp')).default.protect(made);
  return made;
}

async function overHttp(port) {
  const listen = (handler) => createServer(handler).listen(port, '127.0.0.1');
  if (second) {
    const {toNodeHandler} = await import(`${SDK}/node`);
    return listen(toNodeHandler(second.createMcpHandler(server)));
  }
  const {StreamableHTTPServerTransport} = await import(`${SDK}/sdk/server/streamableHttp.js`);
  const transport = new StreamableHTTPServerTransport({sessionIdGenerator: randomUUID});
  await (await server()).connect(transport);
  return listen((request, response) => transport.handleRequest(request, response));
}

async function overStdio() {
  if (second) return (await import(`${SDK}/server/stdio`)).serveStdio(server);
  const {StdioServerTransport} = await import(`${SDK}/sdk/server/stdio.js`);
  return (await server()).connect(new StdioServerTransport());
}

const http = process.argv.indexOf('--http');
await (http < 0 ? overStdio() : overHttp(Number(process.argv[http + 1])));
