import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'

const route = getRouteApi('/catalog/$name')

export interface VersionSelectProps {
  readonly name: string
  readonly shown: number
  readonly latest: number
}

/** Chooses the version that the page shows. */
export function VersionSelect({ name, shown, latest }: VersionSelectProps) {
  const navigate = route.useNavigate()
  const { tab } = route.useSearch()
  // Versions count from 1 without gaps.
  const versions = Array.from({ length: latest }, (_, index) => latest - index)
  return (
    <NativeSelect
      label="Version"
      w={150}
      value={String(shown)}
      data={versions.map((version) => ({
        value: String(version),
        label: version === latest ? `${version} (latest)` : String(version),
      }))}
      onChange={(event) => {
        const version = Number(event.currentTarget.value)
        void navigate({
          params: { name },
          search: { ...(version === latest ? {} : { version }), ...(tab === undefined ? {} : { tab }) },
          resetScroll: false,
        })
      }}
    />
  )
}
