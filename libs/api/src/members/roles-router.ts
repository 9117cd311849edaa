import {
  builtInRoles,
  findRoles,
  permissionNames,
  putRole,
  removeRole,
  type Permission,
  type Role,
} from '@groundplan/access'
import { z } from 'zod'
import { line } from '../input-schemas.ts'
import { procedureFor, router } from '../trpc.ts'

const RoleInput = z.object({
  name: line(63),
  /** For people. */
  title: line(100),
  permissions: z.array(z.enum(permissionNames)).max(permissionNames.length),
})

/** The roles that members can have. */
export const rolesRouter = router({
  /** The built-in ones, then those of the company by name. */
  list: procedureFor('members.read').query(async ({ ctx }) => {
    const roles = await findRoles(ctx)
    return { items: [...roles.values()].map(toView) }
  }),

  /** Adds a role of the company, or changes one. */
  put: procedureFor('roles.manage')
    .input(RoleInput)
    .mutation(async ({ ctx, input }) => toView(await putRole(input, ctx.caller, ctx))),

  /** Removes a role of the company: who has it loses it at once. */
  remove: procedureFor('roles.manage')
    .input(RoleInput.pick({ name: true }))
    .mutation(async ({ ctx, input }) => {
      await removeRole(input.name, ctx.caller, ctx)
      return { name: input.name }
    }),
})

/** A role as clients see it. */
export interface RoleView {
  readonly name: string
  readonly title: string
  readonly permissions: readonly Permission[]
  readonly isBuiltIn: boolean
}

function toView({ name, title, permissions }: Role): RoleView {
  return { name, title, permissions: [...permissions], isBuiltIn: Object.hasOwn(builtInRoles, name) }
}
