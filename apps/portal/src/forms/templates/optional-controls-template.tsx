import { Button } from '@mantine/core'
import type { OptionalDataControlsTemplateProps } from '@rjsf/utils'

/** For a list that may be left out: it is left out again, or it is empty, which is not the same. */
export function OptionalControlsTemplate({
  id,
  onAddClick,
  onRemoveClick,
}: OptionalDataControlsTemplateProps) {
  const act = onAddClick ?? onRemoveClick
  if (act === undefined) return null
  return (
    <Button id={id} size="compact-sm" variant="subtle" color="gray" onClick={act}>
      {onAddClick === undefined ? 'Leave out' : 'Empty list'}
    </Button>
  )
}
