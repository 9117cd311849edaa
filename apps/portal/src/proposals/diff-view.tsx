import { visibleText } from '@groundplan/errors'
import { Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { Panel } from '../layout/panel.tsx'
import classes from './diff-view.module.css'
import { orderFiles, parseDiff, type DiffFile, type DiffHunk, type DiffLine } from './parse-diff.ts'

/** A unified diff, file by file. */
export function DiffView({ diff }: { readonly diff: string }) {
  const files = useMemo(() => orderFiles(parseDiff(diff)), [diff])
  if (files.length === 0) {
    return (
      <Panel>
        <Text c="dimmed">No files change.</Text>
      </Panel>
    )
  }
  return (
    <Stack gap="lg">
      {files.map((file, index) => (
        <DiffFileView key={index} file={file} />
      ))}
    </Stack>
  )
}

const kinds = { added: 'new file', removed: 'removed', renamed: 'renamed', changed: undefined } as const

function DiffFileView({ file }: { readonly file: DiffFile }) {
  const { oldPath, newPath, kind, isBinary, hunks, added, removed } = file
  const path = kind === 'renamed' ? `${oldPath} → ${newPath}` : (newPath ?? oldPath ?? 'file')
  const name = visibleText(path, { lines: false })
  return (
    <details open className={classes.file}>
      <summary className={classes.head}>
        <span className={classes.name}>{name}</span>
        {kinds[kind] !== undefined && <span className={classes.kind}>{kinds[kind]}</span>}
        <span className={classes.counts}>
          <span className={classes.plus}>+{added}</span> <span className={classes.minus}>−{removed}</span>
          <span className="visually-hidden">
            {' '}
            {added} lines added, {removed} removed
          </span>
        </span>
      </summary>
      {hunks.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          {isBinary ? 'Binary file' : 'Only the name or mode changes.'}
        </Text>
      ) : (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Changes in ${name}`}>
          <table className={classes.lines} data-kind={kind}>
            <tbody>
              {hunks.map((hunk, index) => (
                <DiffHunkRows key={index} hunk={hunk} isFirst={index === 0} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}

function DiffHunkRows({ hunk, isFirst }: { readonly hunk: DiffHunk; readonly isFirst: boolean }) {
  return (
    <>
      {(!isFirst || hunk.section !== '') && (
        <tr className={classes.section}>
          <td className={classes.number} />
          <td className={classes.number} />
          <td className={classes.sign}>⋯</td>
          <td>{visibleText(hunk.section, { lines: true })}</td>
        </tr>
      )}
      {hunk.lines.map((line, index) => (
        <DiffLineRow key={index} line={line} />
      ))}
    </>
  )
}

const signs = { context: ' ', added: '+', removed: '−', note: '' } as const

function DiffLineRow({ line: { kind, text, oldNumber, newNumber } }: { readonly line: DiffLine }) {
  return (
    <tr className={classes[kind]}>
      <td className={classes.number}>{oldNumber}</td>
      <td className={classes.number}>{newNumber}</td>
      <td className={classes.sign}>{signs[kind]}</td>
      <td className={classes.content}>{visibleText(text, { lines: true })}</td>
    </tr>
  )
}
