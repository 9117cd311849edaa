import { stringifyJson } from '@groundplan/terraform-type'
import { SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { CodeView } from '../layout/code-view.tsx'
import { printYaml } from './print-yaml.ts'
import { hiddenValue } from './shown-values.ts'

/** The input values that a checked form gives. Takes the focus when it appears. */
export function ValuesPanel({ values }: { readonly values: Readonly<Record<string, unknown>> }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const [language, setLanguage] = useState<'yaml' | 'json'>('yaml')
  const text = language === 'yaml' ? printYaml(values) : `${stringifyJson(values, 2)}\n`
  const hides = Object.values(values).includes(hiddenValue)
  return (
    <Stack gap="sm" component="section">
      <div>
        <Title order={2} ref={heading} tabIndex={-1}>
          The form is complete
        </Title>
        <Text size="sm" c="dimmed">
          These are its input values{hides && ', without the sensitive ones'}.
        </Text>
      </div>
      <SegmentedControl
        aria-label="Format"
        value={language}
        onChange={(value) => setLanguage(value === 'json' ? 'json' : 'yaml')}
        data={[
          { value: 'yaml', label: 'YAML' },
          { value: 'json', label: 'JSON' },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      <CodeView text={text} language={language} label="input values" />
    </Stack>
  )
}
