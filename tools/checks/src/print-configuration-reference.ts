import { configurationJsonSchema, configurationRuleGroups } from '@groundplan/configuration'
import { format, resolveConfig } from 'prettier'
import { ruleSections, SchemaTables, type Schema } from './schema-tables.ts'

const schema = new SchemaTables(configurationJsonSchema())

/** The reference of `groundplan.yaml`, as Markdown: keys from the schema, rules from the catalogue. */
export async function printConfigurationReference(file: string): Promise<string> {
  const text = [introduction, keysText(), selectionText, rulesText(), checkingText].join('\n\n')
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

const introduction = `# Configuration: groundplan.yaml

<!-- Written by \`npm run generated:write\` from libs/configuration; do not edit by hand. -->

The configuration defines which hosts and repositories Groundplan imports from, and how it proposes blueprints. Keep it at the
root of the blueprint repository; the version on the default branch applies, so you review changes to it like any other change.

\`\`\`yaml
# yaml-language-server: $schema=blueprints/.schema/configuration.schema.json
version: 1
hosts:
  github:
    kind: github
    token: { env: GROUNDPLAN_SECRET_GITHUB }
    webhook-secret: { env: GROUNDPLAN_SECRET_GITHUB_WEBHOOK }
  bitbucket:
    kind: bitbucket-data-center
    url: https://bitbucket.example.com
    token: { env: GROUNDPLAN_SECRET_BITBUCKET }
repositories:
  - host: github
    owner: acme
    include: ['terraform-*']
    exclude: ['*-archive']
    topics: [terraform]
    updated-since: 2y
  - host: bitbucket
    owner: PLAT
    tags: 'v*'
    pull-requests: { reviewers: [alice] }
pull-requests:
  limits: { open: 10, per-hour: 5 }
  reviewers-from: [codeowners]
schedule: { poll: 15m }
\`\`\`

The first line enables completion, documentation and validation in editors that use the YAML language server. To get the schema,
run \`groundplan config schema\` or download \`/schemas/configuration.v1.json\` from a running server. Its \`$id\` is
\`urn:groundplan:configuration:v1\`.`

function keysText(): string {
  const kinds = schema.at('hosts', '*').oneOf ?? []
  const selection = schema.at('repositories', '*')
  return [
    '## Keys',
    schema.section('The file', schema.root),
    ...kinds.map((kind) => schema.section(`\`hosts.<name>\` with \`kind: ${kindOf(kind)}\``, kind)),
    ...kinds.flatMap((kind) =>
      ['app', 'oauth'].flatMap((key) => {
        const signIn = schema.propertiesOf(kind)[key]
        return signIn === undefined ? [] : [schema.section(`\`hosts.<name>.${key}\``, signIn)]
      }),
    ),
    `Choose your own host names, with lowercase letters, digits and \`-\`. Never write a secret in the file: reference an environment
variable of the server with \`{ env: GROUNDPLAN_SECRET_NAME }\`, a secret that is stored in Groundplan with
\`{ secret: github-token }\`, or one that another service keeps:

| reference | the secret is in |
| --- | --- |
| \`{ vault: kv/data/groundplan/github#token }\` | HashiCorp Vault, KV version 2: the path as in policies and the key; with \`version: 3\`, that version |
| \`{ aws-secrets-manager: groundplan/github#token }\` | AWS Secrets Manager: name or ARN, and a key of its JSON; with \`stage: AWSPREVIOUS\` or \`version: <ID>\`, that version |

[Secrets in Vault and AWS](security.md#secrets-in-vault-and-aws-secrets-manager) explains how to connect them and where such a secret is sent.`,
    secretsText,
    schema.section('`repositories[]`', selection),
    schema.section('`repositories[].paths`', schema.at('repositories', '*', 'paths')),
    schema.section('`repositories[].pull-requests`', schema.at('repositories', '*', 'pull-requests')),
    schema.section('`pull-requests`', schema.at('pull-requests')),
    schema.section('`pull-requests.limits`', schema.at('pull-requests', 'limits')),
    schema.section('`commits`', schema.at('commits')),
    commitsText,
    schema.section('`schedule`', schema.at('schedule')),
    schema.section('`terraform`', schema.at('terraform')),
  ].join('\n\n')
}

function kindOf(host: Schema): string {
  return String(schema.propertiesOf(host)['kind']?.const)
}

const secretsText = `### Secrets

The operator of the server decides which secrets a configuration can use, and where each may be sent:

\`\`\`sh
export GROUNDPLAN_SECRET_GITHUB=…
export GROUNDPLAN_SECRET_GITHUB_ORIGINS=https://github.com,https://api.github.com
\`\`\`

- You can only reference variables named \`GROUNDPLAN_SECRET_…\` (capital letters, digits and \`_\`).
- \`…_ORIGINS\` is required. For a token, list the web URL of the host, which git reads from, and its API. For a webhook secret,
  list the API. Bitbucket Cloud needs \`https://bitbucket.org,https://api.bitbucket.org\`; GitHub Enterprise Server and Bitbucket
  Data Center usually need one origin, such as \`https://git.example.com\`.
- If a host in the file would send a secret to any other origin, that host fails and the others are still imported. Merging a
  change to \`groundplan.yaml\` therefore can't redirect a secret on its own; someone also has to change the server's variable.
- The host of the blueprint repository needs no token in the file. The server uses \`GROUNDPLAN_BLUEPRINTS_TOKEN\` for it, and for no
  other host.
- URLs must use HTTPS, except on the local machine.
- Until you merge the first configuration, the server uses only its own token. Hosts, URLs and secrets in the pull request have no
  effect.

To see which secret is sent where, run \`groundplan config show\` or \`config validate\`, or read the first pull request.`

const commitsText = `These settings apply to every commit that Groundplan makes, also in the pull request that adds the configuration
([Commit rules](hosts.md#commit-rules)). \`message\`, \`trailers\` and \`pull-requests.title\` are Handlebars templates of one line:

| variable         | value                                                                                          |
| ---------------- | ---------------------------------------------------------------------------------------------- |
| \`{{subject}}\`    | the text without a template; \`message\` and \`title\` must contain it                           |
| \`{{kind}}\`       | \`proposal\`, \`decision\`, \`merge\`, \`dashboard\`, \`configuration\` or \`repository\` (first commit) |
| \`{{blueprint}}\`  | name of the blueprint; empty if there are several                                              |
| \`{{repository}}\` | name of the source repository; empty if there are several                                      |

Conditions work as in \`{{#if repository}}[{{repository}}] {{/if}}{{subject}}\`.`

const selectionText = `## Select repositories

Groundplan imports a repository if it belongs to the \`owner\`, its name matches \`include\` and not \`exclude\`, and it meets every
other condition of the selection. If several selections match, the first one applies, so list narrow selections first. Empty
repositories are skipped. If a host doesn't report when a repository was updated, \`updated-since\` doesn't exclude it.

- **Globs** work as in [overlays](templates.md#the-overlay): \`*\` and \`?\` match within one name, \`**\` matches any number of
  folders. Brackets, braces and negations aren't supported: list several globs, or use \`exclude\`.
- **Case** is ignored in names, owners, topics and languages, but not in branches, tags and directories.
- **Durations** use \`m\` for minutes, \`h\` hours, \`d\` days, \`w\` weeks and \`y\` years.

### Import a branch: \`refs\`

Groundplan reads one branch of each repository. It takes the first glob that matches any branch. If several branches match it,
the default branch wins; otherwise the last one in order of names and numbers (\`release/10\` comes after \`release/9\`). A
repository without a matching branch is skipped.

### Import released versions: \`tags\`

Groundplan reads each module at its newest version. It uses the first of these tag patterns that exists; pre-releases come last:

| tag                            | applies to module \`modules/vpc\` because of              |
| ------------------------------ | --------------------------------------------------------- |
| \`modules/vpc/v1.2.0\`           | its path                                                  |
| \`modules/vpc-v1.2.0\`           | its path                                                  |
| \`vpc/v1.2.0\`, \`vpc-v1.2.0\`     | its last directory, if no other module's has the same name |
| \`v1.2.0\`                       | the whole repository                                      |

The glob is compared with the whole tag and with its version. The list of modules, overlays, templates and CODEOWNERS come from the
default branch. A module that has no tag, or doesn't exist at its tag, is skipped. The blueprint pins the newest commit that
changed the module before the tag, so a release that doesn't change a module doesn't change its blueprint.`

function rulesText(): string {
  return [
    '## Validate the configuration',
    '`groundplan config validate` reports all findings at once. Findings never contain secrets.',
    ruleSections(configurationRuleGroups),
  ].join('\n\n')
}

const checkingText = `## Commands

\`\`\`sh
groundplan config validate                                   # checks ./groundplan.yaml, or the file you pass
groundplan config validate --format sarif --output findings.sarif
groundplan config show                                       # shows defaults, which variables are set, and where secrets are sent
groundplan config schema > configuration.schema.json
\`\`\`

| exit code of \`validate\` | meaning                                           |
| ----------------------- | ------------------------------------------------- |
| 0                       | no findings at the \`--fail-on\` severity or above |
| 1                       | findings                                          |
| 2                       | invalid usage                                     |`
