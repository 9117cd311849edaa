import { CloseButton, TextInput } from '@mantine/core'
import type { Ref } from 'react'
import { IconSearch } from '../icons/icons.ts'
import classes from './search-field.module.css'
import { useDebouncedField } from './use-debounced-field.ts'

export interface SearchFieldProps {
  /** What is searched, for screen readers. */
  readonly label: string
  readonly placeholder: string
  /** What is searched for; empty if nothing is. */
  readonly value: string
  /** Called soon after typing has stopped, without spaces around the words. */
  readonly onChange: (value: string) => void
  readonly inputRef?: Ref<HTMLInputElement> | undefined
}

/** The search box of a list. */
export function SearchField({ label, placeholder, value, onChange, inputRef }: SearchFieldProps) {
  const [text, setText] = useDebouncedField(value, (typed) => onChange(typed.trim()))
  return (
    <TextInput
      ref={inputRef}
      className={classes.field}
      aria-label={label}
      placeholder={placeholder}
      type="search"
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
      rightSection={text !== '' && <CloseButton aria-label="Clear search" onClick={() => setText('')} />}
    />
  )
}
