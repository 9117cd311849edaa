import type { Blueprint } from '@groundplan/blueprint'
import { isJsonList, type Json, type JsonObject } from '@groundplan/terraform-type'
import type { Report } from '../report.ts'
import {
  changes,
  defined,
  lacks,
  readBoolean,
  readList,
  readMap,
  readText,
  reportSkipped,
  type Path,
  type Reason,
} from './read-values.ts'

type Sections = NonNullable<NonNullable<NonNullable<Blueprint['customization']>['launch-form']>['sections']>

interface FormContext {
  /** The inputs of the blueprint. */
  readonly inputs: ReadonlySet<string>
  readonly report: Report
}

const noForm = lacks('Groundplan only supports sections in the form')
const reasons: Readonly<Record<string, Reason>> = {
  visible: changes('Groundplan shows every field; an optional one can be left empty'),
  icon: lacks('sections have no icons'),
  type: noForm,
  header: noForm,
  'allow-refresh': noForm,
  display_name: lacks('the title of a field is `display-name` of its input'),
}

/** The sections of the launch form; categories become sections. */
export function importCustomization(
  value: Json | undefined,
  { inputs, report }: FormContext,
): Blueprint['customization'] {
  const path = ['customization']
  const customization = readMap(value, path, report)
  reportSkipped(customization, ['launch-form'], {
    path,
    reasons: { 'grains-map': noForm, layout: noForm },
    report,
  })
  const written = customization['launch-form']
  // The form may be a list of its parts.
  const forms = isJsonList(written ?? null) ? readList(written, path, report) : [written ?? null]
  const sections = forms.flatMap((form, index) => {
    const place = [...path, 'launch-form', ...(forms.length > 1 ? [String(index)] : [])]
    return importForm(readMap(form, place, report), place, { inputs, report })
  })
  return sections.length === 0 ? undefined : { 'launch-form': { sections } }
}

function importForm(form: JsonObject, path: Path, context: FormContext): Sections {
  const { report } = context
  const form_ = { steps: noForm, inputs: noForm, image: noForm, actions: noForm, params: noForm }
  reportSkipped(form, ['sections', 'categories'], { path, reasons: form_, report })
  const categories = readList(form['categories'], [...path, 'categories'], report)
  return [
    ...importSections(form['sections'], [...path, 'sections'], context),
    ...categories.flatMap((value, index) => {
      const place = [...path, 'categories', String(index)]
      const category = readMap(value, place, report)
      const inner = importSections(category['sections'], [...place, 'sections'], context)
      const { sections: _, ...rest } = category
      return [...importSections([rest], place, context), ...inner]
    }),
  ]
}

function importSections(value: Json | undefined, path: Path, { inputs, report }: FormContext): Sections {
  return readList(value, path, report).flatMap((item, index) => {
    const place = [...path, String(index)]
    const section = readMap(item, place, report)
    const known = ['name', 'description', 'default_open', 'inputs']
    reportSkipped(section, known, { path: place, reasons, report })
    const fields = readList(section['inputs'], [...place, 'inputs'], report).flatMap((field, position) => {
      const at = [...place, 'inputs', String(position)]
      const { name, ...rest } = readMap(field, at, report)
      reportSkipped(rest, [], { path: at, reasons, report })
      const text = readText(name, [...at, 'name'], report)
      return text !== undefined && inputs.has(text) ? [{ name: text }] : []
    })
    // What is left has no fields of the blueprint in it, such as the section that asks for the duration.
    if (fields.length === 0) return []
    return [
      defined({
        name: readText(section['name'], [...place, 'name'], report) ?? '',
        description: readText(section['description'], [...place, 'description'], report),
        default_open: readBoolean(section['default_open'], [...place, 'default_open'], report),
        inputs: fields,
      }),
    ]
  })
}
