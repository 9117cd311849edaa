import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { EmptyCatalog } from '../catalog/empty-catalog.tsx'
import { EmptyState } from '../layout/empty-state.tsx'
import { Page } from '../layout/page.tsx'
import { splitParts } from './compose-search.ts'
import { Composition } from './composition.tsx'
import { noAnswers, renameGrain } from './composition-answers.ts'
import { PartPicker, type ChosenPart } from './part-picker.tsx'

const route = getRouteApi('/compose')

/** Combines blueprints of the catalog into one. */
export function ComposePage() {
  const trpc = useTRPC()
  const query = useQuery(trpc.catalog.count.queryOptions({}))
  return (
    <Page
      title="Compose"
      lead="Combine blueprints into one. Groundplan suggests which output feeds which input; you confirm or change each connection."
    >
      <QueryState query={query}>{({ count }) => (count === 0 ? <EmptyCatalog /> : <Composer />)}</QueryState>
    </Page>
  )
}

function Composer() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [grains, setGrains] = useState<ReadonlyMap<string, string>>(new Map())
  const [answers, setAnswers] = useState(noAnswers)
  const parts = splitParts(search.parts).map((name) => ({ name, grain: grains.get(name) ?? name }))
  const choose = (names: readonly string[]) => {
    const next = names.length === 0 ? {} : { parts: names.join(',') }
    void navigate({ search: next, replace: true, resetScroll: false })
  }
  const rename = ({ name, grain }: ChosenPart, next: string) => {
    setGrains(new Map([...grains, [name, next]]))
    setAnswers(renameGrain(answers, grain, next))
  }
  return (
    <>
      <PartPicker parts={parts} onChoose={choose} onRename={rename} />
      {parts.length < 2 ? (
        <EmptyState title={parts.length === 0 ? 'Choose blueprints to combine' : 'Choose another blueprint'}>
          You need at least two, such as a network and a database that runs in it.
        </EmptyState>
      ) : (
        <Composition parts={parts} answers={answers} onAnswers={setAnswers} />
      )}
    </>
  )
}
