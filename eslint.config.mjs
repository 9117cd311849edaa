import tseslint from 'typescript-eslint'
import { explainedLength } from './tools/lint-rules/src/explained-length.ts'
import { projectBoundaries } from './tools/lint-rules/src/project-boundaries.ts'

const anythingButApps = ['model', 'domain', 'runtime', 'adapter', 'api', 'client', 'ui', 'tool'].map(
  (name) => `type:${name}`,
)

/** What each kind of project may depend on; see docs/architecture.md. */
const boundaries = [
  { sourceTag: 'type:model', onlyDependOnLibsWithTags: ['type:model'] },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:domain', 'type:model'] },
  { sourceTag: 'type:runtime', onlyDependOnLibsWithTags: ['type:model'] },
  { sourceTag: 'type:adapter', onlyDependOnLibsWithTags: ['type:domain', 'type:model', 'type:runtime'] },
  { sourceTag: 'type:api', onlyDependOnLibsWithTags: ['type:domain', 'type:model'] },
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:api', 'type:model'] },
  { sourceTag: 'type:ui', onlyDependOnLibsWithTags: ['type:ui', 'type:model'] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: anythingButApps },
  // Measurements and proofs draw their cases as tests do.
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: [...anythingButApps, 'type:testing'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:runtime'] },
]

/** Tests may use the real adapters and the things made for tests. */
const testBoundaries = [{ sourceTag: '*', onlyDependOnLibsWithTags: [...anythingButApps, 'type:testing'] }]

const tests = [
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/*.contract.ts',
  'apps/e2e/**/*.ts',
  'libs/testing/**/*.ts',
  '**/*.fixture.ts',
]

/** Packages that one file alone may import, so that they can be replaced. */
const soleImporters = [
  { name: '@cdktf/hcl2json', file: 'libs/terraform-module/src/syntax/judge-hcl.ts' },
  { name: 'yaml', file: 'libs/blueprint/src/{yaml,merge}/**' },
  { name: 'liquidjs', file: 'libs/blueprint/src/expressions/liquid.ts' },
  { name: 'handlebars', file: 'libs/blueprint-generator/src/render.ts' },
  { name: 'pg-boss', file: 'libs/jobs-pg-boss/src/**' },
  { name: 'node:child_process', file: 'libs/process/src/**' },
]

const soleImporterMessage = ({ name, file }) => ({ name, message: `Only ${file} imports it.` })
const restricted = (allowed, patterns = []) => [
  'error',
  {
    paths: [
      ...soleImporters.filter(({ file }) => file !== allowed).map(soleImporterMessage),
      { name: '@tabler/icons-react', message: 'Use the icons in apps/portal/src/icons.' },
    ],
    patterns,
  },
]

/** A proposal's row changes by `transition()` and `openProposal()` only; see libs/proposal/src/proposal-event.ts. */
const proposalWrites = [
  {
    selector: "TSAsExpression > TSTypeReference[typeName.name='ProposalEvent']",
    message: 'Only libs/proposal/src/lifecycle makes events: call transition() or openProposal().',
  },
  {
    selector:
      "CallExpression[callee.property.name=/^(insertInto|updateTable|deleteFrom|mergeInto)$/][arguments.0.value='proposal']",
    message: 'Only PostgresProposalRecords writes proposals: call transition() or openProposal().',
  },
]

/** Node, databases, HTTP and screens have no place where the domain is described. */
const outsideWorld = [
  { regex: '^node:', message: 'Domain libs do no I/O: declare a port.' },
  {
    regex: '^(kysely|pg|@electric-sql/|fastify|@fastify/|@trpc/|react|execa|simple-git|pg-boss|pino)',
    message: 'Domain libs know no technology.',
  },
]

const domainLibs = [
  'errors',
  'actor',
  'events',
  'change-set',
  'terraform-type',
  'terraform-module',
  'blueprint',
  'blueprint-generator',
  'blueprint-torque',
  'terraform-root',
  'terraform-run',
  'terraform-state',
  'scm',
  'proposal',
  'catalog',
  'environment',
  'importer',
  'host-sync',
  'configuration',
  'jobs',
].map((name) => `libs/${name}/src/**/*.ts`)

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.nx/**',
      '.groundplan/**',
      'tools/sample-estate/{repositories,history}/**',
    ],
  },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ['**/*.{ts,tsx,mjs}'],
    plugins: {
      workspace: {
        rules: { 'explained-length': explainedLength, 'project-boundaries': projectBoundaries },
      },
    },
    rules: {
      'workspace/explained-length': 'error',
      'workspace/project-boundaries': ['error', { root: import.meta.dirname, constraints: boundaries }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-function': 'off',
      'no-restricted-imports': restricted(undefined),
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only libs/process reads the environment.' },
      ],
      'no-restricted-syntax': ['error', ...proposalWrites],
    },
  },
  {
    files: [
      'libs/proposal/src/lifecycle/*.ts',
      'libs/database/src/postgres-proposal-records.ts',
      // Tests damage rows on purpose; migrations know their own tables.
      'libs/database/src/**/*.test.ts',
      'libs/database/src/migrations/*.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: domainLibs,
    ignores: tests,
    rules: { 'no-restricted-imports': restricted(undefined, outsideWorld) },
  },
  ...soleImporters.map(({ file }) => ({
    files: [file],
    rules: {
      'no-restricted-imports': restricted(
        file,
        /^libs\/(process|jobs-pg-boss)\//.test(file) ? [] : outsideWorld,
      ),
    },
  })),
  {
    files: [
      'libs/process/src/environment.ts',
      'libs/process/src/execute-program.ts',
      'libs/process/src/helper/helper-environment.ts',
      'libs/process/src/fork-module.ts',
      'libs/process/src/run-program-in-helper.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: tests,
    rules: {
      'workspace/project-boundaries': ['error', { root: import.meta.dirname, constraints: testBoundaries }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-properties': 'off',
    },
  },
  // Runs before there is anything to import from.
  {
    files: ['apps/cli/bin/*.mjs'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-properties': 'off' },
  },
  { files: ['**/*.config.{ts,mjs}'], rules: { 'no-restricted-exports': 'off' } },
)
