import { ActionIcon } from '@mantine/core'
import type { ArrayFieldItemTemplateProps } from '@rjsf/utils'
import { IconArrowDown, IconArrowUp, IconTrash } from '../../icons/icons.ts'
import classes from './field-group.module.css'

/** One item of a list with buttons to move and to remove it. */
export function ArrayItemTemplate({ children, index, schema, buttonsProps }: ArrayFieldItemTemplateProps) {
  const isGroup = schema.type === 'object' || schema.type === 'array'
  const tools = <ItemTools index={index} buttonsProps={buttonsProps} />
  if (!isGroup) {
    return (
      <div className={classes.simple}>
        {children}
        {tools}
      </div>
    )
  }
  return (
    <div className={classes.item} role="group" aria-label={`Item ${index + 1}`}>
      <div className={classes.head}>
        Item {index + 1}
        {tools}
      </div>
      {children}
    </div>
  )
}

function ItemTools({ index, buttonsProps }: Pick<ArrayFieldItemTemplateProps, 'index' | 'buttonsProps'>) {
  const { hasMoveUp, hasMoveDown, hasRemove, onMoveUpItem, onMoveDownItem, onRemoveItem } = buttonsProps
  const tools = [
    {
      key: 'up',
      label: 'Move up',
      shown: hasMoveUp || hasMoveDown,
      usable: hasMoveUp,
      Icon: IconArrowUp,
      act: onMoveUpItem,
    },
    {
      key: 'down',
      label: 'Move down',
      shown: hasMoveUp || hasMoveDown,
      usable: hasMoveDown,
      Icon: IconArrowDown,
      act: onMoveDownItem,
    },
    {
      key: 'remove',
      label: 'Remove',
      shown: hasRemove,
      usable: hasRemove,
      Icon: IconTrash,
      act: onRemoveItem,
    },
  ]
  return (
    <div className={classes.tools}>
      {tools
        .filter(({ shown }) => shown)
        .map(({ key, label, usable, Icon, act }) => (
          <ActionIcon
            key={key}
            variant="subtle"
            color="gray"
            aria-label={`${label} item ${index + 1}`}
            title={label}
            disabled={!usable || buttonsProps.disabled === true || buttonsProps.readonly === true}
            onClick={act}
          >
            <Icon size={17} stroke={1.7} aria-hidden />
          </ActionIcon>
        ))}
    </div>
  )
}
