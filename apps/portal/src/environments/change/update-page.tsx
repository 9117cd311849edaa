import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useSubmit } from '../use-submit.ts'
import { ChangePage, ConfirmSettings } from './change-page.tsx'
import { EnvironmentInputForm } from './environment-input-form.tsx'

const route = getRouteApi('/environments/$id/update')

/** Changes the inputs of an environment. */
export function UpdatePage() {
  const { id } = route.useParams()
  const navigate = route.useNavigate()
  const [confirm, setConfirm] = useState(true)
  const update = useSubmit(() => void navigate({ to: '/environments/$id', params: { id } }))
  return (
    <ChangePage id={id} kind="update" lead="Only what other values change is changed.">
      {({ environment }) => (
        <EnvironmentInputForm
          environment={environment}
          version={environment.blueprint.version}
          action={{
            label: confirm ? 'Make the plan' : 'Update',
            isPending: update.isPending,
            children: <ConfirmSettings confirm={confirm} onChange={setConfirm} error={update.error} />,
            onValid: (inputs) =>
              update.mutate((environments) => environments.update.mutate({ id, inputs, confirm })),
          }}
        />
      )}
    </ChangePage>
  )
}
