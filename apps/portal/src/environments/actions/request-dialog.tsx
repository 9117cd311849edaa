import type { EnvironmentView } from '@groundplan/api-client'
import { FormDialog } from '../../settings/dialogs/form-dialog.tsx'
import type { DialogState } from '../../settings/dialogs/use-dialog.ts'
import { requestWords, type RequestKind } from '../words/environment-words.ts'
import { ExtendForm } from './extend-form.tsx'
import { ReleaseForm } from './release-form.tsx'
import { RenameForm, ShareForm, TransferForm } from './people-forms.tsx'
import { RunForm } from './run-form.tsx'

export interface RequestFormProps {
  readonly environment: EnvironmentView
  readonly onClose: () => void
}

export interface RequestDialogProps {
  readonly dialog: DialogState<RequestKind>
  readonly environment: EnvironmentView
}

/** Asks for what one kind of request needs, and makes it. */
export function RequestDialog({ dialog: { item, opened, close }, environment }: RequestDialogProps) {
  const title = item === undefined ? '' : `${requestWords[item].title}: ${environment.name}`
  return (
    <FormDialog opened={opened} onClose={close} title={title} size="lg">
      {item !== undefined && <RequestForm kind={item} environment={environment} onClose={close} />}
    </FormDialog>
  )
}

function RequestForm({ kind, ...props }: RequestFormProps & { readonly kind: RequestKind }) {
  switch (kind) {
    case 'extend':
      return <ExtendForm {...props} />
    case 'rename':
      return <RenameForm {...props} />
    case 'transfer':
      return <TransferForm {...props} />
    case 'share':
      return <ShareForm {...props} />
    case 'release':
      return <ReleaseForm {...props} />
    case 'start':
    case 'stop':
    case 'restart':
    case 'reconcile':
    case 'end':
    case 'force-end':
      return <RunForm kind={kind} {...props} />
    default:
      return null
  }
}
