import type { CompositionPlan } from '@groundplan/blueprint-generator/compose'
import { hasErrors } from '@groundplan/errors'
import { Alert, Group, Stack, Tabs, Textarea, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { InputForm } from '../forms/input-form.tsx'
import { CodeView } from '../layout/code-view.tsx'
import { DiagnosticList } from '../layout/diagnostic-list.tsx'
import { Panel } from '../layout/panel.tsx'
import { DownloadButton } from './download-button.tsx'
import { previewComposition, type CompositionPreview } from './preview-composition.ts'

/** Names the blueprint and shows what the composition comes to. */
export function CompositionResult({ plan }: { readonly plan: CompositionPlan }) {
  const [given, setGiven] = useState<string>()
  const [description, setDescription] = useState('')
  const name = given ?? plan.parts.map(({ grain }) => grain).join('-')
  const file = /^[a-z0-9][a-z0-9-]*$/.test(name) ? name : 'composition'
  const preview = useMemo(
    () => previewComposition(plan, { name: file, description }),
    [plan, file, description],
  )
  return (
    <>
      <Panel title="Blueprint">
        <Stack gap="md" maw={680}>
          <TextInput
            label="Name"
            maxLength={100}
            spellCheck={false}
            value={name}
            error={name !== file && 'Use lowercase letters, digits, and hyphens.'}
            onChange={(event) => setGiven(event.currentTarget.value)}
          />
          <Textarea
            label="Description"
            description="Defaults to the part names."
            autosize
            minRows={2}
            maxRows={8}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
        </Stack>
      </Panel>
      <Findings preview={preview} />
      {preview.text !== undefined && (
        <PreviewTabs file={`${file}.yaml`} preview={preview} text={preview.text} />
      )}
    </>
  )
}

function Findings({ preview: { diagnostics, text } }: { readonly preview: CompositionPreview }) {
  if (diagnostics.length === 0) return null
  const failed = hasErrors(diagnostics)
  const title = failed ? 'These parts can’t be combined like this' : 'Check these findings'
  return (
    <Alert color={failed ? 'red' : 'yellow'} title={title} role="status">
      <DiagnosticList diagnostics={diagnostics} />
      {text === undefined && 'Fix this to see the blueprint.'}
    </Alert>
  )
}

interface PreviewTabsProps {
  readonly file: string
  readonly text: string
  readonly preview: CompositionPreview
}

function PreviewTabs({ file, text, preview: { form } }: PreviewTabsProps) {
  return (
    <Tabs defaultValue="yaml" keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="yaml">YAML</Tabs.Tab>
        <Tabs.Tab value="form" disabled={form === undefined}>
          Form
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="yaml">
        <Stack gap="md">
          <Group>
            <DownloadButton text={text} file={file} />
          </Group>
          <CodeView text={text} language="yaml" label="composed blueprint" caption={file} />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="form">
        <Stack gap="lg" maw={820}>
          {/* What people have typed in does not fit the form of another composition. */}
          {form !== undefined && <InputForm key={text} form={form} />}
        </Stack>
      </Tabs.Panel>
    </Tabs>
  )
}
