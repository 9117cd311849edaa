import { GitRepository, type Files } from '@groundplan/testing'
import { plainModule, type HostileRepository } from './hostile-repository.ts'

interface HostileText {
  readonly name: string
  readonly files: () => Files
}

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join('')
const variable = (name: string, rest: string) => `variable "${name}" {\n${rest}}\n`
const rule = (condition: string) =>
  `  type = string\n  validation {\n    condition = ${condition}\n    error_message = "No."\n  }\n`

const texts: readonly HostileText[] = [
  {
    name: 'deep-brackets',
    files: () => ({ 'm/main.tf': `${plainModule}locals { x = ${'['.repeat(400_000)}` }),
  },
  { name: 'deep-blocks', files: () => ({ 'm/main.tf': `${plainModule}${'a {\n'.repeat(300_000)}` }) },
  {
    name: 'deep-templates',
    files: () => ({ 'm/main.tf': `${plainModule}locals { x = "${'${"'.repeat(200_000)}` }),
  },
  {
    name: 'deep-json',
    files: () => ({ 'm/main.tf.json': '{"a":'.repeat(300_000), 'm/main.tf': plainModule }),
  },
  {
    name: 'deep-type',
    files: () => ({
      'm/main.tf': variable('x', `  type = ${'list('.repeat(100_000)}string${')'.repeat(100_000)}\n`),
    }),
  },
  {
    name: 'long-number',
    files: () => ({
      'm/main.tf':
        variable('x', `  default = 1e99999999\n`) + variable('y', `  default = ${'9'.repeat(1_000_000)}\n`),
    }),
  },
  {
    name: 'many-variables',
    files: () => ({
      'm/main.tf': `${plainModule}${many(20_000, (i) => variable(`v${i}`, '  type = string\n'))}`,
    }),
  },
  {
    name: 'many-validations',
    files: () => ({
      'm/main.tf': many(300, (i) =>
        variable(
          `v${i}`,
          many(20, (j) =>
            rule(`length(var.v${i}) > ${j} && can(regex("^[a-z]{${j}}$", var.v${i}))`).replace(
              '  type = string\n',
              '',
            ),
          ),
        ),
      ),
    }),
  },
  {
    name: 'long-condition',
    files: () => ({ 'm/main.tf': variable('x', rule(many(50_000, () => 'var.x == "a" || ') + 'true')) }),
  },
  {
    name: 'slow-patterns',
    files: () => ({
      'm/main.tf': [
        '^(?:[a-z]{1,9}){1,99}$',
        '^(\\\\w{1,20}\\\\s?){1,20}$',
        '^(a+)+$',
        '^(a|aa){1,99}$',
        '(x+x+)+y',
      ]
        .map((pattern, i) => variable(`v${i}`, rule(`can(regex("${pattern}", var.v${i}))`)))
        .join(''),
    }),
  },
  {
    name: 'large-file',
    files: () => ({ 'm/main.tf': plainModule + many(600_000, (i) => `# comment number ${i}\n`) }),
  },
  {
    name: 'heredoc-without-end',
    files: () => ({ 'm/main.tf': `${plainModule}locals {\n x = <<A\n${'b\n'.repeat(1_000_000)}` }),
  },
  {
    name: 'not-utf8',
    files: () => ({ 'm/main.tf': Buffer.concat([Buffer.from(plainModule), Buffer.alloc(200_000, 0xff)]) }),
  },
  {
    name: 'own-names',
    files: () => ({
      'm/main.tf': ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
        .map((name) => variable(name, '  type = object({ __proto__ = string, constructor = number })\n'))
        .join(''),
    }),
  },
  {
    name: 'yaml-bomb',
    files: () => ({
      'm/main.tf': plainModule,
      '.groundplan/blueprint.yaml': `a0: &a0 [x]\n${many(40, (i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}*a${i}]\n`)}`,
    }),
  },
  {
    name: 'deep-overlay',
    files: () => ({ 'm/main.tf': plainModule, '.groundplan/blueprint.yaml': `x: ${'['.repeat(100_000)}` }),
  },
  {
    name: 'template-bomb',
    files: () => ({
      'm/main.tf': variable('a', '') + many(60, (i) => variable(`b${i}`, '')),
      '.groundplan/templates/proposal-body.hbs': `${'{{#each inputs}}'.repeat(8)}x${'{{/each}}'.repeat(8)}`,
      '.groundplan/proposal-body.hbs': `${'{{#each inputs}}'.repeat(8)}x${'{{/each}}'.repeat(8)}`,
    }),
  },
  {
    name: 'template-escape',
    files: () => ({
      'm/main.tf': plainModule,
      '.groundplan/templates/proposal-body.hbs':
        '{{#with (lookup this "constructor")}}{{constructor "return process"}}{{/with}}{{__proto__}}',
    }),
  },
  {
    name: 'owners',
    files: () => ({
      'm/main.tf': plainModule,
      CODEOWNERS: many(100_000, (i) => `${'**/'.repeat(20)}a${i}* @owner\n`),
    }),
  },
  {
    name: 'readme',
    files: () => ({
      'm/main.tf': plainModule,
      'm/README.md': `# Title\n\n${'['.repeat(500_000)}${'!['.repeat(200_000)}${'*a_'.repeat(200_000)}`,
    }),
  },
  {
    name: 'mentions',
    files: () => ({
      'm/main.tf': variable(
        'x',
        `  description = "@torvalds fixes #12 ![i](https://example.com/i.png) \\u202e \\u001b[2J"\n`,
      ),
      'm/README.md': '[1]: javascript:alert(1)\n\n@everyone closes #1\n',
    }),
  },
  {
    name: 'module-circle',
    files: () =>
      Object.fromEntries(
        Array.from({ length: 500 }, (_, i) => [
          `m${i}/main.tf`,
          `${plainModule}${many(20, (j) => `module "x${j}" {\n  source = "../m${(i * 7 + j * 13) % 500}"\n}\n`)}`,
        ]),
      ),
  },
]

/** Repositories that are in order for git, with texts that are not for whoever reads them. */
export const textRepositories: readonly HostileRepository[] = texts.map(({ name, files }) => ({
  name: `texts/${name}`,
  create: async ({ directory }) => {
    await (await GitRepository.create(directory)).commit(files())
    return directory
  },
}))
