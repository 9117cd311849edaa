import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { cellLabel, labelCells } from './label-cells.ts'
import { isWebAddress } from './is-web-address.ts'
import classes from './markdown-text.module.css'

// The page's own heading is the first level. Pictures would be fetched from wherever the text says.
const components: Components = {
  h1: 'h2',
  img: ({ alt }) => <em>{alt}</em>,
  a: ({ href = '', children }) =>
    isWebAddress(href) || href.startsWith('#') ? (
      <a href={href} target={href.startsWith('#') ? undefined : '_blank'} rel="noreferrer">
        {children}
      </a>
    ) : (
      <span title={href}>{children}</span>
    ),
  // The roles keep it a table for assistive technology where its rows become blocks.
  table: ({ children }) => (
    <table role="table" className={classes.table}>
      {children}
    </table>
  ),
  thead: ({ children }) => <thead role="rowgroup">{children}</thead>,
  tbody: ({ children }) => <tbody role="rowgroup">{children}</tbody>,
  tr: ({ children }) => <tr role="row">{children}</tr>,
  th: ({ children }) => (
    <th role="columnheader" scope="col">
      {children}
    </th>
  ),
  td: ({ children, ...props }) => (
    <td role="cell" data-label={cellLabel(props)}>
      {children}
    </td>
  ),
}

/** Shows Markdown that a program or a person wrote; HTML in it stays text. */
export function MarkdownText({ text }: { readonly text: string }) {
  return (
    <div className={classes.text}>
      <Markdown remarkPlugins={[remarkGfm]} rehypePlugins={[labelCells]} components={components}>
        {text}
      </Markdown>
    </div>
  )
}
