export { exportTorque } from './export/export-torque.ts'
export type { TorqueExport, TorqueExportOptions } from './export/export-torque.ts'
export { importTorque, isTorqueBlueprint } from './import/import-torque.ts'
export type { ImportedTorque } from './import/import-torque.ts'
