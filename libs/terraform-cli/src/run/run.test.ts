import { SecretRedactor, type TerraformEvent } from '@groundplan/terraform-run'
import { describe, expect, it } from 'vitest'
import { printCliConfiguration } from './cli-configuration.ts'
import { OutputReader } from './output-reader.ts'
import { parsePrintedErrors } from './parse-printed-errors.ts'
import { createEnvironment } from './terraform-environment.ts'

function read(parts: readonly (string | Uint8Array)[], secrets: readonly string[] = []) {
  const events: TerraformEvent[] = []
  const reader = new OutputReader(new SecretRedactor(secrets), (event) => void events.push(event))
  for (const part of parts) reader.write({ bytes: typeof part === 'string' ? Buffer.from(part) : part })
  return { diagnostics: reader.end(), messages: events.map(({ message }) => message) }
}

describe('OutputReader', () => {
  it('reads lines however they arrive, without secrets', () => {
    const bytes = Buffer.from('größe hunter22\r\nlast')
    const parts = [...bytes].map((byte) => Uint8Array.of(byte))
    expect(read(parts, ['hunter22']).messages).toEqual(['größe ***', 'last'])
  })

  it('places errors in the repository, not in the folders of a run', () => {
    const range = { filename: '../repository/modules/a/main.tf', start: { line: 3, column: 5 } }
    const diagnostic = { severity: 'error', summary: 'No', detail: '', range }
    const line = { '@level': 'error', '@message': 'Error: No', type: 'diagnostic', diagnostic }
    expect(read([JSON.stringify(line)]).diagnostics).toMatchObject([
      { place: { file: 'modules/a/main.tf', line: 3, column: 5 } },
    ])
  })

  it('finds errors as JSON, or else as they are printed for people', () => {
    const diagnostic = { severity: 'error', summary: 'No', detail: 'Because.' }
    const line = JSON.stringify({
      '@level': 'error',
      '@message': 'Error: No',
      type: 'diagnostic',
      diagnostic,
    })
    expect(read([`${line}\n`]).diagnostics).toMatchObject([diagnostic])
    expect(
      read([
        '╷\n│ Error: No such thing\n│ \n│   on main.tf line 3:\n│    3: x\n│ \n│ Because of\n│ that.\n╵\n',
      ]).diagnostics,
    ).toEqual([
      {
        ...{ severity: 'error', summary: 'No such thing', detail: 'Because of\nthat.' },
        place: { file: 'main.tf', line: 3, column: 1 },
      },
    ])
  })

  it('leaves out what is too much, but never what decides', () => {
    const long = `${'x'.repeat(999_000)}\n`
    const end = JSON.stringify({
      '@message': 'Error: late',
      type: 'diagnostic',
      diagnostic: { severity: 'error', summary: 's' },
    })
    const { messages, diagnostics } = read([...Array.from({ length: 12 }, () => long), end])
    expect([messages.length, messages.at(-2), messages.at(-1)]).toEqual([
      12,
      'The rest of the output is left out: it is too long.',
      'Error: late',
    ])
    expect(diagnostics).toHaveLength(1)
  })

  it('hands a line without end on in parts', () => {
    expect(read(['x'.repeat(2_500_000)]).messages.join('')).toHaveLength(2_500_000)
  })
})

it('finds several printed errors', () => {
  expect(parsePrintedErrors('Error: A\n\nfirst\n\nError: B\n\nsecond\n')).toMatchObject([
    { summary: 'A', detail: 'first' },
    { summary: 'B', detail: 'second' },
  ])
  expect(parsePrintedErrors('fine')).toEqual([])
})

it('gives Terraform nothing of the server but what it needs', () => {
  const own = {
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy',
    GROUNDPLAN_TOKEN: 'canary',
    HOME: '/root',
    AWS_PROFILE: 'mine',
    TF_LOG: 'trace',
  }
  const environment = createEnvironment({
    ...{ own, home: '/run', configurationFile: '/run/x.tfrc', pluginCache: '/cache' },
    values: new Map([['TF_VAR_password', '"p"']]),
    credentials: { AWS_REGION: 'eu-west-1' },
    registryTokens: { 'app.my-company.io': 'token' },
    gitCredentials: { 'https://git.example.com/': { username: 'x', password: 'y' } },
  })
  expect(environment).toEqual({
    ...{ PATH: '/bin', HTTPS_PROXY: 'http://proxy', HOME: '/run', TMPDIR: '/run', AWS_REGION: 'eu-west-1' },
    ...{ TF_CLI_CONFIG_FILE: '/run/x.tfrc', TF_PLUGIN_CACHE_DIR: '/cache', TF_VAR_password: '"p"' },
    ...{
      TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1',
      TF_TOKEN_app_my__company_io: 'token',
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
    },
    ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.https://git.example.com/.extraHeader' },
    ...{ GIT_CONFIG_VALUE_0: 'Authorization: Basic eDp5', GIT_TERMINAL_PROMPT: '0' },
  })
})

it('says where providers come from', () => {
  expect(printCliConfiguration(undefined)).toBe('disable_checkpoint = true\n')
  expect(printCliConfiguration({ mirror: '/a"${b}', allowsDownloads: true })).toBe(`disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = "/a\\"$\${b}"
  }
  direct {}
}
`)
})
