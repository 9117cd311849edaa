import type { BlueprintView } from '@groundplan/api-client'
import { Alert, Badge, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { Page } from '../layout/page.tsx'
import { RouterAnchor } from '../layout/router-links.tsx'
import { visibleName } from '../layout/visible-name.ts'
import { BlueprintTabs } from './blueprint-tabs.tsx'
import { LaunchButton } from './launch-button.tsx'
import { LaunchBadge, LaunchNotice } from './launch-verdict.tsx'
import { VersionSelect } from './version-select.tsx'

const route = getRouteApi('/catalog/$name')

/** One blueprint of the catalog: its form, its interface, its versions and its file. */
export function BlueprintPage() {
  const { name } = route.useParams()
  const { version } = route.useSearch()
  const trpc = useTRPC()
  const query = useQuery(
    trpc.catalog.get.queryOptions({ name, ...(version === undefined ? {} : { version }) }),
  )
  const blueprint = query.data
  return (
    <Page
      title={blueprint?.displayName ?? visibleName(name)}
      trail={<RouterAnchor to="/catalog">Catalog</RouterAnchor>}
      lead={blueprint && <BlueprintLead blueprint={blueprint} />}
      actions={
        blueprint && (
          <>
            <VersionSelect name={name} shown={blueprint.version} versions={blueprint.versions} />
            <LaunchButton blueprint={blueprint} />
          </>
        )
      }
    >
      <QueryState query={query}>
        {(found) => (
          <>
            <BlueprintNotices blueprint={found} />
            <LaunchNotice blueprint={found} />
            <BlueprintTabs blueprint={found} />
          </>
        )}
      </QueryState>
    </Page>
  )
}

function BlueprintLead({ blueprint }: { readonly blueprint: BlueprintView }) {
  const { description, labels, owners, launchVerdict } = blueprint
  return (
    <>
      {description}
      {(labels.length > 0 || launchVerdict !== undefined) && (
        <Group gap={5} mt="xs">
          <LaunchBadge verdict={launchVerdict} />
          {labels.map((label) => (
            <Badge key={label} color="gray" size="sm">
              {label}
            </Badge>
          ))}
        </Group>
      )}
      {owners.length > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          Owners: {owners.join(', ')}
        </Text>
      )}
    </>
  )
}

function BlueprintNotices({ blueprint }: { readonly blueprint: BlueprintView }) {
  const { retired, version, latestVersion, name } = blueprint
  if (retired) {
    return (
      <Alert color="yellow" title="This blueprint is retired">
        Its file was removed from the blueprint repository. You can still read its versions.
      </Alert>
    )
  }
  if (version === latestVersion) return null
  return (
    <Alert color="yellow" title={`You are looking at version ${version}`}>
      The latest is{' '}
      <RouterAnchor to="/catalog/$name" params={{ name }} search={{}}>
        version {latestVersion}
      </RouterAnchor>
      .
    </Alert>
  )
}
