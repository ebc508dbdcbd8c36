// Passwords that stand on a command line without a name, and what only looks like one.
#include <gtest/gtest.h>

#include <string>

#include "support/tokens.h"

namespace inkblot {
namespace {

using test::redacted;

const std::string kValue = std::string("kT9#m") + "Q2x!a";

std::string filled(std::string form, const std::string& value) {
  const std::size_t at = form.find('V');
  return form.replace(at, 1, value);
}

struct Form {
  std::string text;
  std::string rule;
};
const std::vector<Form> kForms = {
    {"mysql -u root -pV app", "mysql-cli-password"},
    {"mysql -uroot -pV", "mysql-cli-password"},
    {"mysqldump -h db.example.org -P 3306 -u root -p'V' app > f", "mysql-cli-password"},
    {"mariadb -pV -e 'select 1'", "mysql-cli-password"},
    {"sshpass -p V ssh bob@host", "sshpass-password"},
    {"sshpass -p'V' ssh bob@host", "sshpass-password"},
    {"docker login -u bob -p V registry.example.org", "cli-login-password"},
    {"mongosh --host db -u bob -p V", "cli-login-password"},
    {"redis-cli -h cache -a V ping", "cli-login-password"},
    {"ldapsearch -x -D 'cn=admin, dc=x' -w V uid=bob", "cli-login-password"},
    {"curl -u bob:V https://host/x", "curl-user-password"},
    {"curl https://host/x \\\n-u bob:V", "curl-user-password"},
    {"curl -sS https://host/x -u 'bob:V'", "curl-user-password"},
    {"wget --user=bob:V https://host/x", "curl-user-password"},
    {"curl --proxy-user bob:V https://host/x", "curl-user-password"}};

TEST(Command, FindsAPasswordWithoutAName) {
  const Options options = test::default_options();
  for (const Form& form : kForms) {
    const std::string text = filled(form.text, kValue) + "\n";
    const std::string expected = filled(form.text, "REDACTED_" + form.rule) + "\n";
    EXPECT_EQ(expected, redacted(text));
    for (const auto& cut : test::cuts_of(text.size(), 20261127, 2)) {
      ASSERT_EQ(expected, test::redact_cut(text, cut, options)) << form.text;
    }
  }
}

TEST(Command, LeavesTheRestAlone) {
  for (const std::string text :
       {"mysql -u root -p app\n", "mysql -u root -p$PASS app\n", "mysql -u root -p\n",
        "mysql -h db-1 --port=3306 app | grep -p1x2y3\n", "mysql is on -p1234x\n",
        "sshpass -p \"$PASS\" ssh bob@host\n", "sshpass -f file1 ssh -p 2222 bob@host\n",
        "docker login -u bob --password-stdin\n", "docker run -u 1000:1000 img\n",
        "docker run -u www:data img\n", "redis-cli -p 6379 ping\n", "curl -u bob https://host\n",
        "curl -u bob:$PASS https://host\n", "curl -u ${USER}:${PASS} https://host\n",
        "git push -u origin main:main\n"}) {
    EXPECT_EQ(text, redacted(text));
  }
}

}  // namespace
}  // namespace inkblot
