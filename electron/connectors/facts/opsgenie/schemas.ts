/** What we read of Opsgenie's Incident API: https://docs.opsgenie.com/docs/incident-api */
import { z } from 'zod';

export const incidentSchema = z.object({
	id: z.string().min(1),
	message: z.string().nullish(),
	status: z.enum(['open', 'resolved', 'closed']),
	createdAt: z.string(),
	updatedAt: z.string().nullish(),
	impactStartDate: z.string().nullish(),
	impactEndDate: z.string().nullish(),
	priority: z.string().nullish(),
	tags: z.array(z.string()).nullish(),
	/** Ids of services. */
	impactedServices: z.array(z.string()).nullish(),
	links: z.object({ web: z.string().nullish() }).nullish(),
});

export type OpsgenieIncident = z.infer<typeof incidentSchema>;

/** Incidents one by one, so that one that is odd does not cost the page. */
export const listSchema = z.object({
	data: z.array(z.unknown()),
	totalCount: z.number().nullish(),
	/** Without `next` on the last page. */
	paging: z.object({ next: z.string().nullish() }).nullish(),
});
export const oneSchema = z.object({ data: z.unknown() });
export const servicesSchema = z.object({
	data: z.array(z.object({ id: z.string(), name: z.string() })),
	paging: z.object({ next: z.string().nullish() }).nullish(),
});
export const errorSchema = z.object({ message: z.string() });
