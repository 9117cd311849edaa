import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { isWebAddress } from './is-web-address.ts'
import classes from './markdown-text.module.css'

// The page's own heading is the first level. Pictures would be fetched from wherever the text says.
const components: Components = {
  h1: 'h2',
  h2: 'h3',
  h3: 'h4',
  img: ({ alt }) => <em>{alt}</em>,
  a: ({ href = '', children }) =>
    isWebAddress(href) || href.startsWith('#') ? (
      <a href={href} target={href.startsWith('#') ? undefined : '_blank'} rel="noreferrer">
        {children}
      </a>
    ) : (
      <span title={href}>{children}</span>
    ),
  table: ({ children }) => (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table">
      <table>{children}</table>
    </div>
  ),
}

/** Shows Markdown that a program or a person wrote; HTML in it stays text. */
export function MarkdownText({ text }: { readonly text: string }) {
  return (
    <div className={classes.text}>
      <Markdown remarkPlugins={[remarkGfm]} components={components}>
        {text}
      </Markdown>
    </div>
  )
}
