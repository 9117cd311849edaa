import { Page } from '../layout/page.tsx'
import { useMay } from '../session/session.ts'
import { ImportList } from './import-list.tsx'
import { StartImportForm } from './start-import-form.tsx'

/** Starts imports and lists those that were. */
export function ImportsPage() {
  return (
    <Page
      title="Imports"
      lead="An import reads repositories and opens a proposal for each new or changed Terraform module."
    >
      {useMay('imports.run') && <StartImportForm />}
      <ImportList />
    </Page>
  )
}
