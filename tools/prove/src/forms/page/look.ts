import type { View } from './page-protocol.ts'

/** What a person sees of a field, or of the nearest one around it. */
export function look(id: string): View {
  const element = document.getElementById(id)
  const field = fieldOf(id)
  const placeholders = [...(field?.querySelectorAll('[placeholder]') ?? [])].map(
    (input) => input.getAttribute('placeholder') ?? '',
  )
  return { words: [field?.textContent ?? '', ...placeholders].join('\n'), value: valueOf(element) }
}

function fieldOf(id: string): Element | null {
  const ids = [id, `${id}__anyof_select`, `${id}-0`, `${id}__title`, `${id}__help`]
  const element = ids.map((one) => document.getElementById(one)).find((found) => found !== null)
  return element?.closest('.rjsf-field, .field') ?? null
}

function valueOf(element: Element | null): string | undefined {
  if (element instanceof HTMLInputElement && element.type === 'checkbox') return String(element.checked)
  if (element instanceof HTMLSelectElement) return element.selectedOptions[0]?.text
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return element.value
  return undefined
}
