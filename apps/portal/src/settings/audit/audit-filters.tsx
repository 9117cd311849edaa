import { eventTypes } from '@groundplan/events'
import { NativeSelect, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useDebouncedField } from '../../layout/use-debounced-field.ts'
import { useMayEverywhere } from '../../session/session.ts'
import { isFiltered, parseAuditSearch, type AuditSearch } from './audit-search.ts'
import classes from './audit-filters.module.css'

const route = getRouteApi('/settings/audit')

/** First all actions of one kind of thing, then each of them. */
const actions = [...Map.groupBy(eventTypes, (type) => type.split('.')[0] ?? type)].map(([kind, types]) => ({
  group: kind,
  items: [{ value: kind, label: `${kind} (all)` }, ...types.map((type) => ({ value: type, label: type }))],
}))

/** Which events are shown. What it says is in the address, so that it can be sent to others. */
export function AuditFilters() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const maySeeAccount = useMayEverywhere('audit.read')
  const change = (changes: Readonly<Partial<Record<keyof AuditSearch, unknown>>>) =>
    void navigate({ search: parseAuditSearch({ ...search, ...changes }), replace: true, resetScroll: false })
  return (
    <div role="search" aria-label="Events" className={classes.filters}>
      {maySeeAccount && (
        <NativeSelect
          label="Log"
          data={[
            { value: '', label: 'This space' },
            { value: 'account', label: 'Account: sign-ins, roles' },
          ]}
          value={search.account === true ? 'account' : ''}
          onChange={(event) => change({ account: event.currentTarget.value === 'account' })}
        />
      )}
      <TextFilter
        label="Who"
        placeholder="ada@example.com"
        value={search.who}
        onChange={(who) => change({ who })}
      />
      <NativeSelect
        label="Action"
        data={[{ value: '', label: 'All actions' }, ...actions]}
        value={search.action ?? ''}
        onChange={(event) => change({ action: event.currentTarget.value })}
      />
      <TextFilter
        label="Target"
        placeholder="proposal:12"
        value={search.target}
        onChange={(target) => change({ target })}
      />
      <NativeSelect
        label="Result"
        data={[
          { value: '', label: 'Done and refused' },
          { value: 'done', label: 'Done' },
          { value: 'refused', label: 'Refused' },
        ]}
        value={search.result ?? ''}
        onChange={(event) => change({ result: event.currentTarget.value })}
      />
      <NativeSelect
        label="Time"
        data={[
          { value: '', label: 'Any time' },
          { value: 'day', label: 'Last 24 hours' },
          { value: 'week', label: 'Last 7 days' },
          { value: 'month', label: 'Last 30 days' },
          { value: 'custom', label: 'Choose days' },
        ]}
        value={search.range ?? ''}
        onChange={(event) => change({ range: event.currentTarget.value })}
      />
      {search.range === 'custom' && (
        <>
          <DayFilter label="From" value={search.from} onChange={(from) => change({ from })} />
          <DayFilter label="To" value={search.to} onChange={(to) => change({ to })} />
        </>
      )}
      {isFiltered(search) && (
        <button
          type="button"
          className={classes.clear}
          onClick={() =>
            void navigate({ search: parseAuditSearch({ account: search.account }), replace: true })
          }
        >
          Clear filters
        </button>
      )}
    </div>
  )
}

interface FilterProps {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (value: string) => void
}

function TextFilter({
  label,
  placeholder,
  value = '',
  onChange,
}: FilterProps & { readonly placeholder: string }) {
  const [text, setText] = useDebouncedField(value, (typed) => onChange(typed.trim()))
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      maxLength={300}
      spellCheck={false}
      autoComplete="off"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}

function DayFilter({ label, value = '', onChange }: FilterProps) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
