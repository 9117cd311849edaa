import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'

const route = getRouteApi('/catalog/$name')

export interface VersionSelectProps {
  readonly name: string
  readonly shown: string
  /** Newest first. */
  readonly versions: readonly string[]
}

/** Chooses the version that the page shows. */
export function VersionSelect({ name, shown, versions }: VersionSelectProps) {
  const navigate = route.useNavigate()
  const { tab } = route.useSearch()
  const [latest] = versions
  return (
    <NativeSelect
      label="Version"
      w={150}
      value={shown}
      data={versions.map((version) => ({
        value: version,
        label: version === latest ? `${version} (latest)` : version,
      }))}
      onChange={(event) => {
        const version = event.currentTarget.value
        void navigate({
          params: { name },
          search: { ...(version === latest ? {} : { version }), ...(tab === undefined ? {} : { tab }) },
          resetScroll: false,
        })
      }}
    />
  )
}
