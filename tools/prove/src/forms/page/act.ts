import { printAnyText } from '@groundplan/blueprint'
import {
  isJsonList,
  isJsonObject,
  type Json,
  type ObjectType,
  type TerraformType,
} from '@groundplan/terraform-type'
import type { Action } from './page-protocol.ts'
import { settled } from './settled.ts'

/** Does in the form what a person does, by what the page shows; throws if there is no way to. */
export async function act(action: Action): Promise<void> {
  switch (action.kind) {
    case 'fill':
      return fill(action.id, action.type, action.value)
    case 'clear':
      return type(action.id, '')
    case 'leave-out':
      await choose(action.id, /^Filled in$/)
      return choose(action.id, /^(?:Left out|Default)$/)
    case 'add-and-remove':
      await open(action.id)
      if (isPicked(action.id)) return
      await press(addButton(action.id), `add to ${action.id}`)
      return empty(action.id, action.type)
  }
}

async function fill(id: string, kind: TerraformType, value: Json): Promise<void> {
  await open(id)
  switch (kind.kind) {
    case 'any':
      if (isMenu(id)) return choose(id, exactly(String(value)))
      return type(id, printAnyText(value))
    case 'string':
    case 'number':
      if (isMenu(id)) return choose(id, exactly(String(value)))
      return type(id, String(value))
    case 'bool':
      return answer(id, value === true)
    case 'list':
    case 'set':
      return fillList(id, kind.element, isJsonList(value) ? value : [])
    case 'tuple':
      for (const [index, element] of kind.elements.entries())
        if (isJsonList(value)) await fill(`${id}_${index}`, element, value[index] ?? null)
      return
    case 'map':
      return fillMap(id, kind.element, isJsonObject(value) ? value : {})
    case 'object':
      return fillObject(id, kind, isJsonObject(value) ? value : {})
  }
}

async function fillList(id: string, element: TerraformType, values: readonly Json[]): Promise<void> {
  if (isPicked(id)) return pick(id, values.map(String))
  await empty(id, { kind: 'list', element })
  for (const [index, value] of values.entries()) {
    if (document.getElementById(id) === null || rows(id).length <= index)
      await press(addButton(id), `add to ${id}`)
    await fill(`${id}_${index}`, element, value)
  }
}

async function fillMap(
  id: string,
  element: TerraformType,
  values: Readonly<Record<string, Json>>,
): Promise<void> {
  await empty(id, { kind: 'map', element })
  if (Object.keys(values).length === 0) {
    // One that was never touched is left out.
    await press(addButton(id), `add to ${id}`)
    return empty(id, { kind: 'map', element })
  }
  for (const [key, value] of Object.entries(values)) {
    await press(addButton(id), `add to ${id}`)
    await type(`${id}_newKey-key`, key)
    await fill(`${id}_${key}`, element, value)
  }
}

async function fillObject(id: string, { attributes }: ObjectType, values: Readonly<Record<string, Json>>) {
  for (const { name, type } of attributes) {
    const value = values[name]
    if (value !== undefined && value !== null) await fill(`${id}_${name}`, type, value)
  }
}

/** Takes everything out of a list or map. */
async function empty(id: string, { kind }: TerraformType): Promise<void> {
  for (let left = 100; left > 0; left -= 1) {
    const button = kind === 'map' ? dropButtons(id).at(-1) : removeButtons(id).at(-1)
    if (button === undefined) return
    await press(button, `remove from ${id}`)
  }
}

/** Where the field may be left out as a whole, chooses that it is not. */
async function open(id: string): Promise<void> {
  if (document.getElementById(`${id}__anyof_select`) !== null) await choose(id, /^Filled in$/)
}

/** As a keyboard does it, for React: focus, the text with its event, and leaving the field. */
async function type(id: string, text: string): Promise<void> {
  const field = document.getElementById(id)
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
    throw new Error(`${id} takes no text: ${field?.tagName ?? 'there is nothing'}`)
  field.focus()
  setValue(field, text)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await settled()
  field.blur()
  await settled()
}

/** React must not see the change as its own. */
function setValue(field: HTMLElement, text: string): void {
  const prototype: object = Object.getPrototypeOf(field) as object
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text)
}

async function choose(id: string, label: RegExp): Promise<void> {
  const select = document.getElementById(`${id}__anyof_select`) ?? document.getElementById(id)
  if (select instanceof HTMLSelectElement) {
    const option = [...select.options].find((one) => label.test(one.text))
    if (option === undefined) throw new Error(`${id} has no choice ${label.source}`)
    select.focus()
    setValue(select, option.value)
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    select.blur()
    return settled()
  }
  if (select?.getAttribute('aria-haspopup') === 'listbox') return chooseInMenu(select, label)
  const radio = choicesOf(id, 'radio').find((one) => label.test(labelOf(one)))
  if (radio === undefined) throw new Error(`${id} has no choice ${label.source}`)
  radio.click()
  await settled()
}

/** A button that opens a list over the page, as Material UI has it. */
async function chooseInMenu(button: Element, label: RegExp): Promise<void> {
  button.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }))
  await settled()
  // A list that was open before may still be fading out above it.
  const option = [...document.querySelectorAll<HTMLElement>('[role="option"]')].findLast((one) =>
    label.test(one.textContent?.trim() ?? ''),
  )
  if (option === undefined) throw new Error(`${button.id} has no choice ${label.source}`)
  option.click()
  await settled()
}

/** True of a control with a list of choices, whatever the theme makes it of. */
function isMenu(id: string): boolean {
  const element = document.getElementById(id)
  return element instanceof HTMLSelectElement || element?.getAttribute('aria-haspopup') === 'listbox'
}

async function answer(id: string, yes: boolean): Promise<void> {
  const box = document.getElementById(id)
  if (!(box instanceof HTMLInputElement && box.type === 'checkbox'))
    return choose(id, yes ? /^(?:yes|true)$/i : /^(?:no|false)$/i)
  if (box.checked !== yes) box.click()
  await settled()
}

/** Boxes to tick, or a list to mark several in. */
function isPicked(id: string): boolean {
  const select = document.getElementById(id)
  return choicesOf(id, 'checkbox').length > 0 || (select instanceof HTMLSelectElement && select.multiple)
}

async function pick(id: string, labels: readonly string[]): Promise<void> {
  const select = document.getElementById(id)
  if (select instanceof HTMLSelectElement) {
    for (const option of select.options) option.selected = labels.includes(option.text)
    select.dispatchEvent(new Event('change', { bubbles: true }))
    return settled()
  }
  for (const index of choicesOf(id, 'checkbox').keys()) {
    const box = choicesOf(id, 'checkbox')[index]
    if (box !== undefined && box.checked !== labels.includes(labelOf(box))) box.click()
    await settled()
  }
}

function choicesOf(id: string, kind: 'radio' | 'checkbox'): readonly HTMLInputElement[] {
  const selector = `input[type="${kind}"][id^="${CSS.escape(id)}-"]`
  return [...document.querySelectorAll<HTMLInputElement>(selector)].filter((one) =>
    /^\d+$/.test(one.id.slice(id.length + 1)),
  )
}

function labelOf(input: HTMLInputElement): string {
  return input.closest('label')?.textContent?.trim() ?? ''
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
}

/** The buttons of a list or map itself, not of those inside it. */
function addButton(id: string): HTMLButtonElement | undefined {
  const fieldset = document.getElementById(id)
  const selector = 'button.btn-add, .rjsf-array-item-add button, .rjsf-object-property-expand button'
  return [...(fieldset?.querySelectorAll<HTMLButtonElement>(selector) ?? [])]
    .filter((button) => button.closest('fieldset') === fieldset)
    .at(-1)
}

function rows(id: string): readonly Element[] {
  const all = document.getElementById(id)?.querySelectorAll('.array-item, .rjsf-array-item') ?? []
  return [...all].filter((row) => row.parentElement?.closest('fieldset')?.id === id)
}

function removeButtons(id: string): readonly HTMLButtonElement[] {
  return rows(id).flatMap((row) =>
    [...row.querySelectorAll<HTMLButtonElement>('button')].filter(isRemove).slice(-1),
  )
}

function dropButtons(id: string): readonly HTMLButtonElement[] {
  const keys = document.getElementById(id)?.querySelectorAll<HTMLInputElement>(`input[id$="-key"]`) ?? []
  return [...keys]
    .filter((key) => key.closest('fieldset')?.id === id)
    .flatMap((key) => [...(key.closest('.row')?.querySelectorAll('button') ?? [])].filter(isRemove).slice(-1))
}

function isRemove(button: HTMLButtonElement): boolean {
  return /remove/.test(button.className)
}

async function press(button: HTMLButtonElement | undefined, what: string): Promise<void> {
  if (button === undefined) throw new Error(`There is no button to ${what}`)
  button.focus()
  button.click()
  await settled()
}
