import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '../icons/icons.ts'
import classes from './commit-id.module.css'

/** A commit's first characters, with the whole of it to copy. */
export function CommitId({ commit }: { readonly commit: string }) {
  return (
    <span className={classes.root}>
      <code title={commit}>{commit.slice(0, 10)}</code>
      <CopyButton value={commit}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy the commit id'}>
            <ActionIcon
              size="xs"
              variant="subtle"
              color="gray"
              onClick={copy}
              aria-label={`Copy commit id ${commit.slice(0, 10)}`}
            >
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  )
}
