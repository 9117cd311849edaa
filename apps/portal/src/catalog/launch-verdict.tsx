import type { BlueprintView, CatalogEntryView } from '@groundplan/api-client'
import { Alert, Badge, List } from '@mantine/core'

type LaunchVerdict = NonNullable<CatalogEntryView['launchVerdict']>

const verdicts = {
  launchable: { label: 'Launchable', color: 'green', title: 'Before you launch' },
  'needs-settings': {
    label: 'Needs settings',
    color: 'yellow',
    title: 'A launch needs settings that the module does not have',
  },
  'not-launchable': { label: 'Not launchable', color: 'red', title: 'Terraform rejects this module' },
} as const satisfies Record<LaunchVerdict, { label: string; color: string; title: string }>

/** Whether a blueprint can be launched, in a word or two. Nothing where it is not known. */
export function LaunchBadge({ verdict }: { readonly verdict: LaunchVerdict | undefined }) {
  if (verdict === undefined) return null
  const { label, color } = verdicts[verdict]
  return (
    <Badge color={color} size="sm">
      {label}
    </Badge>
  )
}

/** Why, most severe reason first. */
export function LaunchNotice({
  blueprint: { launchVerdict, launchReasons = [] },
}: {
  readonly blueprint: BlueprintView
}) {
  if (launchVerdict === undefined || launchReasons.length === 0) return null
  const { color, title } = verdicts[launchVerdict]
  return (
    <Alert color={color} title={title} mb="md">
      <List size="sm">
        {launchReasons.map((reason, index) => (
          <List.Item key={index}>{reason}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
