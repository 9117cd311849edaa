/** An input in Torque's schema. */
export interface TorqueInput {
  type: 'string' | 'agent'
  style?: 'multi-select'
  description?: string
  default?: string
  sensitive?: boolean
  pattern?: string
  'validation-description'?: string
  'allowed-values'?: readonly (string | number | boolean)[]
}
