/** What the proof installs for itself; see `install-renderer.ts`. */
declare module '@backstage/plugin-scaffolder-react/dist/next/components/Form/Form.esm.js' {
  export const Form: unknown
}

declare module 'ajv-errors' {
  const ajvErrors: (ajv: unknown) => void
  export = ajvErrors
}
