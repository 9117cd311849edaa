import type { Person } from './sample-history.ts'

export const ingrid: Person = { name: 'Ingrid Solberg', email: 'ingrid.solberg@northbank.example' }
export const jurgen: Person = { name: 'Jürgen Vogt', email: 'jurgen.vogt@northbank.example' }
export const priya: Person = { name: 'Priya Raman', email: 'priya.raman@northbank.example' }
export const tomas: Person = { name: 'Tomás Ferreira', email: 'tomas.ferreira@northbank.example' }
export const chloe: Person = { name: 'Chloe Adeyemi', email: 'chloe.adeyemi@northbank.example' }
