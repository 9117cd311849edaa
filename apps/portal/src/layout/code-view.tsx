import { visibleText } from '@groundplan/errors'
import { CopyTextButton } from './copy-text-button.tsx'
import classes from './code-view.module.css'
import { splitYamlLine } from './split-yaml-line.ts'

export interface CodeViewProps {
  readonly text: string
  readonly language: 'yaml' | 'json'
  /** What it is, for screen readers, e.g. `blueprint file`. */
  readonly label: string
  /** Shown above, e.g. the file's name. */
  readonly caption?: string
}

/** A file's text with line numbers and a button to copy it. What cannot be seen in it is shown, but copied as it is. */
export function CodeView({ text, language, label, caption = label }: CodeViewProps) {
  const lines = visibleText(text, { lines: true }).replace(/\n$/, '').split('\n')
  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        <span>{visibleText(caption, { lines: false })}</span>
        <CopyTextButton text={text} what={`the ${label}`} />
      </div>
      <pre className={classes.code} tabIndex={0} role="region" aria-label={label}>
        {lines.map((line, index) => (
          <span key={index} className={classes.line}>
            {language === 'yaml' ? <YamlLine line={line} /> : line}
            {'\n'}
          </span>
        ))}
      </pre>
    </div>
  )
}

function YamlLine({ line }: { readonly line: string }) {
  const { indent, key, rest, comment } = splitYamlLine(line)
  return (
    <>
      {indent}
      {key !== '' && <span className={classes.key}>{key}</span>}
      {rest}
      {comment !== '' && <span className={classes.comment}>{comment}</span>}
    </>
  )
}
