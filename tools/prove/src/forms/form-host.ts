import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LaunchForm } from '@groundplan/blueprint'
import { readEnvironment } from '@groundplan/process'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build } from 'vite'
import { packagesOf, type Renderer } from './install-renderer.ts'
import type { Action, FormPage, Sent, View } from './page/page-protocol.ts'

/** A page with the forms of one renderer and its Ajv validator, as they are on npm. */
export interface FormHost {
  readonly renderer: Renderer
  /** Shows the form, does the actions, looks at the fields with the ids and presses the button. */
  attempt(form: LaunchForm, actions: readonly Action[], ids: readonly string[]): Promise<Attempt>
  close(): Promise<void>
}

export interface Attempt {
  readonly sent: Sent
  readonly views: Readonly<Record<string, View>>
  /** What the console was told, what the page shows instead of fields, and actions that could not be done. */
  readonly problems: readonly string[]
}

const root = join(import.meta.dirname, '../../../..')
const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where Chromium is on this machine; GROUNDPLAN_CHROMIUM names another place. */
export function findChromium(): string | undefined {
  const named = readEnvironment()['GROUNDPLAN_CHROMIUM']
  return [...(named === undefined ? [] : [named]), ...candidates].find((path) => existsSync(path))
}

/** Its packages must be installed before; see `installRenderer`. */
export async function openFormHost(renderer: Renderer): Promise<FormHost> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('There is no Chromium on this machine.')
  const content = await bundlePage(renderer)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const { page, said } = await openPage(browser, content)
  return {
    renderer,
    async attempt(form, actions, ids) {
      said.length = 0
      const given: unknown = { form: JSON.parse(JSON.stringify(form)) as unknown, actions, ids }
      const found = await page.evaluate(attemptInPage as (given: unknown) => Promise<Attempt>, given)
      return { ...found, problems: [...said, ...found.problems] }
    },
    close: () => browser.close(),
  }
}

async function attemptInPage(given: {
  readonly form: LaunchForm
  readonly actions: readonly Action[]
  readonly ids: readonly string[]
}): Promise<Attempt> {
  const { formPage } = globalThis as unknown as { readonly formPage: FormPage }
  const problems: string[] = []
  await formPage.mount(given.form.schema, given.form.uiSchema)
  for (const action of given.actions)
    try {
      await formPage.act([action])
    } catch (error) {
      problems.push(`cannot ${action.kind} ${action.id}: ${String(error)}`)
    }
  // The scaffolder's templates pass this property on to an element of the page.
  const markup = formPage.markup().replaceAll(' errorschema="[object Object]"', '')
  const broken = /unsupported-field|config-error|\[object Object\]/.exec(markup)
  if (broken !== null) problems.push(`shows ${broken[0]}`)
  const sent = await formPage.send()
  return {
    sent,
    views: Object.fromEntries(given.ids.map((id) => [id, formPage.look(id)] as const)),
    problems,
  }
}

/** Refused values, which are shown too, and what React 18 says of version 5 and of Material UI 4 whatever the form. */
const ownWords = [
  ...['Form validation failed', 'Support for defaultProps will be removed', 'findDOMNode is deprecated'],
  ...['React does not recognize the `%s` prop', 'Invalid DOM property `%s`', 'prop `rows` of `ForwardRef'],
]

async function openPage(browser: Browser, content: string): Promise<{ page: Page; said: string[] }> {
  const page = await browser.newPage()
  page.setDefaultTimeout(600_000)
  const said: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    if (!ownWords.some((words) => message.text().includes(words)))
      said.push(`console: ${message.text().slice(0, 300)}`)
  })
  page.on('pageerror', (error) => said.push(`page: ${error.message.slice(0, 300)}`))
  await page.route('**/*', (route) => route.abort())
  await page.addScriptTag({ content })
  return { page, said }
}

/** The page's program with what it needs from the renderer's packages. */
async function bundlePage(renderer: Renderer): Promise<string> {
  const folder = packagesOf(renderer)
  const entry = renderer === 'scaffolder' ? 'mount-scaffolder.ts' : 'mount-form.ts'
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    // Warnings of React and of the forms are only in their development builds.
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: {
      alias: [
        {
          find: /^(react|react-dom|ajv-errors|@backstage\/plugin-scaffolder-react|@rjsf\/(?:core|utils|validator-ajv8))(\/.*)?$/,
          replacement: `${folder}/$1$2`,
        },
      ],
    },
    build: {
      write: false,
      minify: false,
      rollupOptions: { input: join(import.meta.dirname, 'page', entry), output: { format: 'iife' } },
    },
  })
  const [output] = [result].flat()
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined
  if (chunk === undefined) throw new Error('There is no page.')
  return chunk.code
}
