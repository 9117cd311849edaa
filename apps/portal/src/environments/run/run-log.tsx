import { Button, Highlight, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { IconArrowDown, IconDownload } from '../../icons/icons.ts'
import { QueryState } from '../../api/query-state.tsx'
import { saveFile } from '../../layout/save-file.ts'
import { SearchField } from '../../layout/search-field.tsx'
import { filterLines, printLine, shownTime } from './log-lines.ts'
import classes from './run-log.module.css'
import { useFollowing } from './use-following.ts'
import { useRunLog, type ShownLine } from './use-run-log.ts'

export interface RunLogProps {
  readonly requestId: string
  /** True while lines may come. */
  readonly isActive: boolean
}

/** Of longer logs only the end is drawn. */
const mostLines = 2000

/** The log of a run: searchable, and following what comes unless somebody has scrolled up. */
export function RunLog({ requestId, isActive }: RunLogProps) {
  const query = useRunLog(requestId, isActive)
  return (
    <QueryState query={query}>
      {(lines) => <LogLines lines={lines} isActive={isActive} name={requestId} />}
    </QueryState>
  )
}

interface LogLinesProps {
  readonly lines: readonly ShownLine[]
  readonly isActive: boolean
  /** Of the file that it is saved to. */
  readonly name: string
}

function LogLines({ lines, isActive, name }: LogLinesProps) {
  const [search, setSearch] = useState('')
  const [grain, setGrain] = useState('')
  const grains = [...new Set(lines.flatMap((line) => line.grain ?? []))].toSorted()
  const matching = filterLines(lines, { search, grain })
  const shown = matching.slice(-mostLines)
  const isFiltered = search !== '' || grain !== ''
  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        <SearchField
          label="Search the log"
          placeholder="Search the log"
          value={search}
          onChange={setSearch}
        />
        {grains.length > 1 && (
          <NativeSelect
            aria-label="Part"
            data={[{ value: '', label: 'All parts' }, ...grains]}
            value={grain}
            onChange={(event) => setGrain(event.currentTarget.value)}
          />
        )}
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() =>
            saveFile(
              lines.map((line) => `${printLine(line)}\n`),
              { name: `${name}.log`, type: 'text/plain' },
            )
          }
        >
          Save
        </Button>
      </div>
      <p className={classes.count} role="status">
        {isFiltered && `${matching.length.toLocaleString('en')} of ${countLines(lines.length)}`}
        {!isFiltered &&
          matching.length > shown.length &&
          `The last ${mostLines} of ${countLines(lines.length)}`}
      </p>
      <FollowedLines lines={shown} search={search} isActive={isActive} isFiltered={isFiltered} />
    </div>
  )
}

interface FollowedLinesProps {
  readonly lines: readonly ShownLine[]
  readonly search: string
  readonly isActive: boolean
  readonly isFiltered: boolean
}

function FollowedLines({ lines, search, isActive, isFiltered }: FollowedLinesProps) {
  const { box, isFollowing, follow, onScroll } = useFollowing(`${lines.at(-1)?.position} ${search}`)
  return (
    <div className={classes.frame}>
      <div
        ref={box}
        className={classes.lines}
        tabIndex={0}
        role="region"
        aria-label="Log"
        onScroll={onScroll}
      >
        {lines.length === 0 && (
          <p className={classes.nothing}>
            {isFiltered ? 'No lines match.' : isActive ? 'Nothing logged yet.' : 'Nothing was logged.'}
          </p>
        )}
        {lines.map((line) => (
          <Line key={line.position} line={line} search={search} />
        ))}
      </div>
      {!isFollowing && (
        <Button
          size="compact-sm"
          className={classes.jump ?? ''}
          leftSection={<IconArrowDown size={15} aria-hidden />}
          onClick={follow}
        >
          {isActive ? 'Paused. Follow again' : 'Go to the end'}
        </Button>
      )}
    </div>
  )
}

function Line({ line: { at, grain, text }, search }: { readonly line: ShownLine; readonly search: string }) {
  const isError = /^[│╷\s]*(?:Error|Failed)\b/.test(text)
  return (
    <div className={classes.line} data-error={isError || undefined}>
      <time dateTime={at}>{shownTime(at)}</time>
      {grain !== undefined && <span className={classes.grain}>{grain}</span>}
      {search === '' ? (
        <span>{text}</span>
      ) : (
        <Highlight component="span" inherit highlight={search}>
          {text}
        </Highlight>
      )}
    </div>
  )
}

function countLines(count: number): string {
  return count === 1 ? '1 line' : `${count.toLocaleString('en')} lines`
}
