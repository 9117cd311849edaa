import type { CatalogEntryView } from '@groundplan/api-client'
import { Badge, Group, Skeleton, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { RelativeTime } from '../layout/relative-time.tsx'
import { LaunchBadge } from './launch-verdict.tsx'
import classes from './catalog-cards.module.css'

/** The entries as cards; each is one link. */
export function CatalogCards({ entries }: { readonly entries: readonly CatalogEntryView[] }) {
  return (
    <ul className={classes.grid}>
      {entries.map((entry) => (
        <CatalogCard key={entry.name} entry={entry} />
      ))}
    </ul>
  )
}

export function CatalogCardsSkeleton() {
  return (
    <div className={classes.grid} role="status" aria-label="Loading">
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} height={168} radius="md" />
      ))}
    </div>
  )
}

function CatalogCard({ entry }: { readonly entry: CatalogEntryView }) {
  const { name, displayName, description, labels, repositories, version, publishedAt, launchVerdict } = entry
  return (
    <li className={classes.card}>
      <h2 className={classes.title}>
        <Link to="/catalog/$name" params={{ name }} className={classes.link}>
          {displayName}
        </Link>
      </h2>
      <Text size="xs" c="dimmed" ff="monospace">
        {repositories.length === 0 ? name : `${name} · ${repositories.join(', ')}`}
      </Text>
      <Text size="sm" lineClamp={3} className={classes.description}>
        {description ?? (
          <Text span c="dimmed" inherit>
            No description
          </Text>
        )}
      </Text>
      <Group gap={5} className={classes.labels}>
        <LaunchBadge verdict={launchVerdict} />
        {labels.map((label) => (
          <Badge key={label} color="gray" size="sm">
            {label}
          </Badge>
        ))}
      </Group>
      <div className={classes.foot}>
        <span>Version {version}</span>
        <RelativeTime time={publishedAt} />
      </div>
    </li>
  )
}
