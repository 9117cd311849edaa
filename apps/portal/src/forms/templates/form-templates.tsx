import type { TemplatesType } from '@rjsf/utils'
import { TextInputTemplate } from '../widgets/text-input-template.tsx'
import { ArrayFieldTemplate } from './array-field-template.tsx'
import { ArrayItemTemplate } from './array-item-template.tsx'
import { FieldTemplate } from './field-template.tsx'
import { MapEntryTemplate } from './map-entry-template.tsx'
import { ObjectFieldTemplate } from './object-field-template.tsx'
import { OptionalControlsTemplate } from './optional-controls-template.tsx'
import { UnsupportedFieldTemplate } from './unsupported-field-template.tsx'

/** How our forms are laid out, by the names that react-jsonschema-form gives the parts. */
export const formTemplates: Partial<TemplatesType> = {
  BaseInputTemplate: TextInputTemplate,
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate: ArrayItemTemplate,
  WrapIfAdditionalTemplate: MapEntryTemplate,
  OptionalDataControlsTemplate: OptionalControlsTemplate,
  UnsupportedFieldTemplate,
}
