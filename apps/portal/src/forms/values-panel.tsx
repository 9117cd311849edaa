import { printPlainYaml as printYaml, printTfvars } from '@groundplan/blueprint'
import { stringifyJson } from '@groundplan/terraform-type'
import { SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { CodeView } from '../layout/code-view.tsx'
import { hiddenValue } from './shown-values.ts'

const valueFormats = ['tfvars', 'yaml', 'json'] as const
type ValueFormat = (typeof valueFormats)[number]
type Values = Readonly<Record<string, unknown>>

const formats: Readonly<
  Record<ValueFormat, { readonly label: string; readonly file: string; print(values: Values): string }>
> = {
  tfvars: { label: 'tfvars', file: 'terraform.tfvars', print: printTfvars },
  yaml: { label: 'YAML', file: 'values.yaml', print: printYaml },
  json: { label: 'JSON', file: 'terraform.tfvars.json', print: (values) => `${stringifyJson(values, 2)}\n` },
}

/** The input values that a checked form gives. Takes the focus when it appears. */
export function ValuesPanel({ values }: { readonly values: Readonly<Record<string, unknown>> }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const [language, setLanguage] = useState<ValueFormat>('tfvars')
  const text = formats[language].print(values)
  const hides = Object.values(values).includes(hiddenValue)
  return (
    <Stack gap="sm" component="section">
      <div>
        <Title order={2} ref={heading} tabIndex={-1}>
          No errors found
        </Title>
        <Text size="sm" c="dimmed">
          Copy the values{hides && '. Sensitive values are left out'}.
        </Text>
      </div>
      <SegmentedControl
        aria-label="Format"
        value={language}
        onChange={(value) => setLanguage(valueFormats.find((format) => format === value) ?? 'tfvars')}
        data={valueFormats.map((format) => ({ value: format, label: formats[format].label }))}
        style={{ alignSelf: 'flex-start' }}
      />
      <CodeView
        text={text}
        language={language === 'yaml' ? 'yaml' : 'json'}
        label="input values"
        caption={formats[language].file}
      />
    </Stack>
  )
}
