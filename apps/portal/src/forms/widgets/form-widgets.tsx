import type { RegistryWidgetsType } from '@rjsf/utils'
import { CheckboxWidget } from './checkbox-widget.tsx'
import { CheckboxesWidget } from './checkboxes-widget.tsx'
import { PasswordWidget } from './password-widget.tsx'
import { RadioWidget } from './radio-widget.tsx'
import { SelectWidget } from './select-widget.tsx'
import { TextareaWidget } from './textarea-widget.tsx'

/** The controls of our forms, by the names that react-jsonschema-form gives them. */
export const formWidgets: RegistryWidgetsType = {
  CheckboxWidget,
  CheckboxesWidget,
  PasswordWidget,
  RadioWidget,
  SelectWidget,
  TextareaWidget,
}
