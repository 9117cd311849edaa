import type { Json, TerraformType } from '@groundplan/terraform-type'

/** What a person does to one field, found by its id. */
export type Action =
  /** Gives it a value, whatever it shows before. */
  | { readonly kind: 'fill'; readonly id: string; readonly type: TerraformType; readonly value: Json }
  /** Empties a text or a number with the keyboard. */
  | { readonly kind: 'clear'; readonly id: string }
  /** Adds to a list or map and takes it back. */
  | { readonly kind: 'add-and-remove'; readonly id: string; readonly type: TerraformType }
  /** Fills it in and leaves it out again, where the form has a choice for that. */
  | { readonly kind: 'leave-out'; readonly id: string }

/** What is seen of a field. */
export interface View {
  /** Every word in it, with placeholders. */
  readonly words: string
  /** What its own control holds, if it has one. */
  readonly value: string | undefined
}

/** What came of pressing the button: values as JSON, or what the form complained of. */
export interface Sent {
  readonly values?: Readonly<Record<string, Json>>
  readonly errors: readonly string[]
}

export interface FormPage {
  mount(schema: unknown, uiSchema: unknown): Promise<void>
  act(actions: readonly Action[]): Promise<void>
  look(id: string): View
  send(): Promise<Sent>
  markup(): string
}
