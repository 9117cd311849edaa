import {
  addMember,
  changeMemberRole,
  listMembers,
  memberKinds,
  removeMember,
  requireByHand,
  type Member,
  type MemberKind,
} from '@groundplan/access'
import { z } from 'zod'
import { line } from '../input-schemas.ts'
import { procedureFor, router } from '../trpc.ts'

const Place = z.object({
  /** True: in all spaces, and in what belongs to none. */
  everywhere: z.boolean().default(false),
})

const MemberInput = Place.extend({
  kind: z.enum(memberKinds),
  /** A username, or the name of a group, as the identity provider sends it. */
  name: line(256),
  /** Name of a role. */
  role: line(63),
})

/** Who has which role. */
export const membersRouter = router({
  /** The members of the space, or those of all spaces. */
  list: procedureFor('members.read')
    .input(Place)
    .query(async ({ ctx, input }) => {
      const members = await listMembers(input.everywhere ? undefined : ctx.spaceId, ctx.caller, ctx)
      return { items: members.map((member) => ({ ...toView(member), since: member.since.toISOString() })) }
    }),

  add: procedureFor('members.manage')
    .input(MemberInput)
    .mutation(async ({ ctx, input }) => {
      const member = toMember(input, ctx.spaceId)
      if (member.spaceId !== undefined) await requireByHand(member.spaceId, 'members', ctx)
      await addMember(member, ctx.caller, ctx)
      return toView(member)
    }),

  /** Replaces a role by another one. */
  changeRole: procedureFor('members.manage')
    .input(MemberInput.extend({ newRole: line(63) }))
    .mutation(async ({ ctx, input }) => {
      const member = toMember(input, ctx.spaceId)
      await changeMemberRole(member, input.newRole, ctx.caller, ctx)
      return toView({ ...member, role: input.newRole })
    }),

  remove: procedureFor('members.manage')
    .input(MemberInput)
    .mutation(async ({ ctx, input }) => {
      const member = toMember(input, ctx.spaceId)
      if (member.spaceId !== undefined) await requireByHand(member.spaceId, 'members', ctx)
      await removeMember(member, ctx.caller, ctx)
      return toView(member)
    }),
})

/** A member as clients see it. */
export interface MemberView {
  readonly kind: MemberKind
  readonly name: string
  readonly role: string
  readonly everywhere: boolean
}

function toMember({ everywhere, kind, name, role }: z.infer<typeof MemberInput>, spaceId: string): Member {
  return { kind, name, role, ...(everywhere ? {} : { spaceId }) }
}

function toView({ kind, name, role, spaceId }: Member): MemberView {
  return { kind, name, role, everywhere: spaceId === undefined }
}
