/** What people said about the deployments and incidents that a unit is judged by. */
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import { type DeploymentFact, type FactRef, factRef } from '../../../shared/domain/delivery/facts.ts';
import type { HistoryInput } from '../../../shared/domain/delivery/judge-history.ts';
import type { SaidTelling } from '../../../shared/domain/delivery/tellings.ts';
import type { StoreContext } from './context.ts';
import { thingOf } from './decision-things.ts';
import { createSayings } from './find-facts.ts';

/** What was said of deployments: their commits, whether they were hotfixes, and which of them are one. */
export function saidOfDeployments(
	context: StoreContext,
	deployments: readonly DeploymentFact[],
): Omit<HistoryInput['said'], 'incidentCause'> {
	const deploymentCommit = new Map<FactRef, string>();
	const deploymentHotfix = new Map<FactRef, boolean>();
	const { db } = context;
	// Nearly always nothing was said at all: then nothing is looked up per deployment.
	const isAnySaid = db
		.prepare(`select 1 from decisions where thing >= 'commit ' and thing < 'commit!'
		union all select 1 from decisions where thing >= 'hotfix ' and thing < 'hotfix!' limit 1`)
		.get();
	const tellings = tellingsOf(context, deployments);
	if (isAnySaid === undefined) return { deploymentCommit, deploymentHotfix, tellings };
	const said = createSayings(db);
	for (const fact of deployments) {
		const ref = factRef(fact);
		const linked = said(thingOf.commit(ref));
		if (linked?.type === 'deployment-linked' && linked.commit !== null) deploymentCommit.set(ref, linked.commit);
		const marked = said(thingOf.hotfix(ref));
		if (marked?.type === 'deployment-marked' && marked.isHotfix !== null) deploymentHotfix.set(ref, marked.isHotfix);
	}
	return { deploymentCommit, deploymentHotfix, tellings };
}

/** Which two of them are one deployment, or two, as somebody said. */
function tellingsOf(context: StoreContext, deployments: readonly DeploymentFact[]): readonly SaidTelling[] {
	const matched = holdingDecisions(context, ['match']).flatMap((decision) =>
		decision.type === 'deployments-matched' ? [decision] : [],
	);
	if (matched.length === 0) return [];
	const refs = new Set(deployments.map(factRef));
	return matched.flatMap(({ one, other, isSame }) =>
		isSame !== null && refs.has(one) && refs.has(other) ? [{ one, other, isSame }] : [],
	);
}

/** What holds about things of these kinds (`thingOf`). */
export function holdingDecisions({ db }: StoreContext, kinds: readonly string[]): readonly DeliveryDecision[] {
	const holding = db.prepare(`
		select body from decisions d where thing >= ? and thing < ?
			and seq = (select max(seq) from decisions where thing = d.thing)
	`);
	return kinds
		.flatMap((kind) => holding.all(`${kind} `, `${kind}!`))
		.map((row) => {
			const decision: DeliveryDecision = JSON.parse(String(row['body']));
			return decision;
		});
}
