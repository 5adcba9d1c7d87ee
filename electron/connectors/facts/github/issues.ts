/** Issues with one of the labels of incidents. */
import type { GithubFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { issueIncident } from '../common/issue-incident.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import type { ProjectFactsDeps } from '../common/known-project.ts';
import type { Listed, NewestFirstList } from '../common/newest-first.ts';
import { readEach } from '../common/read-each.ts';
import type { GithubAsking } from './asking.ts';
import { pageOf } from './pages.ts';
import { issuesQuery } from './queries.ts';
import { type GithubIssue, issueSchema, pageSchemas } from './schemas.ts';

export function issuesList(config: GithubFactsConfig, asking: GithubAsking, deps: ProjectFactsDeps): NewestFirstList {
	return {
		name: 'incidents',
		async page({ after }, signal) {
			const variables = { labels: config.incidentLabels, after };
			const what = 'its issues';
			const page = await asking.query({ query: issuesQuery, variables, schema: pageSchemas.issues, what }, signal);
			if (!page.ok) return page;
			const each = readEach(page.value.nodes, issueSchema, (issue) => listed(config, issue, deps), 'issue');
			return ok({ ...each, ...pageOf(page.value, 'updatedAt') });
		},
		again: null,
	};
}

function listed(config: GithubFactsConfig, issue: GithubIssue, deps: ProjectFactsDeps): Listed | string {
	const created = instantOf(issue.createdAt);
	if (created === null) return 'its time of creation is no instant';
	const fact = issueIncident(config, deps.isOurService, {
		...{ number: issue.number, title: issue.title, url: issue.url ?? null, body: issue.body ?? null, created },
		labels: (issue.labels?.nodes ?? []).flatMap((label) => label?.name ?? []),
		closedAt: millisOf(issue.closedAt),
		isDismissed: issue.stateReason === 'NOT_PLANNED' || issue.stateReason === 'DUPLICATE',
	});
	return { fact, id: issue.id, at: millisOf(issue.updatedAt) ?? created.at, isOpen: false };
}
