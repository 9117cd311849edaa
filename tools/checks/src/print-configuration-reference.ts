import { configurationJsonSchema, configurationRuleGroups } from '@groundplan/configuration'
import { format, resolveConfig } from 'prettier'
import { ruleSections, SchemaTables, type Schema } from './schema-tables.ts'

const schema = new SchemaTables(configurationJsonSchema())

/** The reference of `groundplan.yaml`, as Markdown: keys from the schema, rules from the catalogue. */
export async function printConfigurationReference(file: string): Promise<string> {
  const text = [introduction, keysText(), selectionText, rulesText(), checkingText].join('\n\n')
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

const introduction = `# groundplan.yaml

<!-- Written by \`npm run generated:write\` from libs/configuration; do not edit by hand. -->

The configuration says which hosts and repositories are read, and how blueprints are proposed. It lies at the root of the
blueprint repository's default branch, so that changes of it are reviewed like everything else.

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

The first line lets editors with the YAML language server complete keys, explain them and underline mistakes. The schema comes
from \`groundplan config schema\`, and from a running server at \`/schemas/configuration.v1.json\`; its name is
\`urn:groundplan:configuration:v1\`.`

function keysText(): string {
  const kinds = schema.at('hosts', '*').oneOf ?? []
  const selection = schema.at('repositories', '*')
  return [
    '## Keys',
    schema.section('The file', schema.root),
    ...kinds.map((kind) => schema.section(`\`hosts.<name>\` with \`kind: ${kindOf(kind)}\``, kind)),
    `Host names are your own choice: lower-case letters, digits and \`-\`. A secret is never written in the file; the file names an
environment variable of the server, \`{ env: GROUNDPLAN_SECRET_NAME }\`. There is no secret store yet, so \`{ secret: NAME }\` fails.`,
    secretsText,
    schema.section('`repositories[]`', selection),
    schema.section('`repositories[].paths`', schema.at('repositories', '*', 'paths')),
    schema.section('`repositories[].pull-requests`', schema.at('repositories', '*', 'pull-requests')),
    schema.section('`pull-requests`', schema.at('pull-requests')),
    schema.section('`pull-requests.limits`', schema.at('pull-requests', 'limits')),
    schema.section('`schedule`', schema.at('schedule')),
  ].join('\n\n')
}

function kindOf(host: Schema): string {
  return String(schema.propertiesOf(host)['kind']?.const)
}

const secretsText = `### Secrets

The operator decides which secrets a configuration can use and where each may be sent:

\`\`\`sh
export GROUNDPLAN_SECRET_GITHUB=…
export GROUNDPLAN_SECRET_GITHUB_ORIGINS=https://github.com,https://api.github.com
\`\`\`

- Only variables called \`GROUNDPLAN_SECRET_…\` (capitals, digits and \`_\`) can be named.
- \`…_ORIGINS\` is required. For a token it lists the web address, from which git reads, and the API; for a webhook secret, the API.
  Bitbucket Cloud: \`https://bitbucket.org,https://api.bitbucket.org\`. GitHub Enterprise Server and Bitbucket Data Center: usually
  one origin, such as \`https://git.example.com\`.
- If a host in the file would send a secret to any other origin, that host fails and the others are still imported. Merging a
  change of \`groundplan.yaml\` is therefore not enough to redirect a secret; somebody has to change the server's variable, too.
- The host of the blueprint repository needs no token in the file. The server uses \`GROUNDPLAN_BLUEPRINTS_TOKEN\` for it, and for no
  other host.
- Addresses are HTTPS, except on this machine.
- Until the first configuration is merged, the server uses only its own access: hosts, addresses and secrets in the pull request
  have no effect.

\`groundplan config show\`, \`config validate\` and the first pull request list which secret goes where.`

const selectionText = `## What is selected

A repository is read if a selection takes it: it is of the owner, its name matches \`include\` and not \`exclude\`, and every other
key that is there lets it through. Of several selections that take it, the first counts, so narrow ones come first. Empty
repositories are left out. Where a host does not tell when a repository was updated, \`updated-since\` lets it through.

Globs are those of [overlays](templates.md#the-overlay): \`*\` and \`?\` stay within one name, \`**\` is any number of folders. There are
no brackets, braces and negations: write several globs, and list under \`exclude\`. Names, owners, topics and languages are
compared without regard to upper and lower case; branches, tags and directories are not. Durations are \`m\` minutes, \`h\` hours,
\`d\` days, \`w\` weeks and \`y\` years.

With \`refs\`, a repository is read at one branch: of those that match the first glob which any matches, the default branch, else the
last in the order of names and numbers (\`release/10\` after \`release/9\`). A repository that has none of them is left out.

With \`tags\`, each module is read at the newest version among the first of these that there are, pre-releases last:

| tag                            | for the module \`modules/vpc\`                       |
| ------------------------------ | -------------------------------------------------- |
| \`modules/vpc/v1.2.0\`           | its path                                           |
| \`modules/vpc-v1.2.0\`           | its path                                           |
| \`vpc/v1.2.0\`, \`vpc-v1.2.0\`     | its last directory, if no other module's is called so |
| \`v1.2.0\`                       | the whole repository                               |

The glob is compared with the whole tag and with its version. Which modules there are, and what the repository tells the generator,
is as on the default branch; a module that is not at its tag, or has none, is left out. The blueprint pins the newest commit that
changed the module before the tag, so a version that leaves a module as it was changes nothing.`

function rulesText(): string {
  return [
    '## What is checked',
    '`groundplan config validate` reports all findings at once. No finding repeats a secret.',
    ruleSections(configurationRuleGroups),
  ].join('\n\n')
}

const checkingText = `## Commands

\`\`\`sh
groundplan config validate                                   # ./groundplan.yaml, or the file that is named
groundplan config validate --format sarif --output findings.sarif
groundplan config show                                       # with defaults, which variables are set, and where secrets go
groundplan config schema > configuration.schema.json
\`\`\`

The exit code of \`validate\` is 0 without findings that fail, 1 with them, 2 if the command cannot be understood.`
