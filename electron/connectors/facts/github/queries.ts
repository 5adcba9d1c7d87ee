/**
 * Questions to GitHub's GraphQL API, https://docs.github.com/graphql/reference: a hundred deployments with their statuses, or
 * twenty-five pull requests with commits and reviews, are one request (twenty-five issues, whose texts may be a quarter of a megabyte each); over REST each of them would be one or two of its own.
 */

const deployment = `
fragment deployment on Deployment {
	id databaseId createdAt environment task payload description commitOid
	creator { login } ref { name prefix }
	statuses(first: 50) { nodes { ...status } }
	others: statuses(last: 50) { nodes { ...status } }
}
fragment status on DeploymentStatus { state createdAt description logUrl }`;

export const deploymentsQuery = `${deployment}
query ($owner: String!, $name: String!, $after: String) {
	repository(owner: $owner, name: $name) {
		deployments(first: 100, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
			pageInfo { hasNextPage endCursor }
			nodes { ...deployment }
		}
	}
}`;

export const deploymentsAgainQuery = `${deployment}
query ($ids: [ID!]!) { nodes(ids: $ids) { ...deployment } }`;

export const changesQuery = `
query ($owner: String!, $name: String!, $after: String) {
	repository(owner: $owner, name: $name) {
		pullRequests(first: 25, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
			pageInfo { hasNextPage endCursor }
			nodes {
				id number title url headRefName createdAt updatedAt mergedAt
				author { login }
				mergeCommit { oid }
				labels(first: 50) { nodes { name } }
				reviews(first: 30) { nodes { state submittedAt author { login } } }
				commits(first: 100) {
					totalCount
					pageInfo { hasNextPage endCursor }
					nodes { commit { oid authoredDate author { name } } }
				}
			}
		}
	}
}`;

export const moreCommitsQuery = `
query ($id: ID!, $after: String) {
	node(id: $id) {
		... on PullRequest {
			commits(first: 100, after: $after) {
				pageInfo { hasNextPage endCursor }
				nodes { commit { oid authoredDate author { name } } }
			}
		}
	}
}`;

export const issuesQuery = `
query ($owner: String!, $name: String!, $labels: [String!], $after: String) {
	repository(owner: $owner, name: $name) {
		issues(first: 25, after: $after, labels: $labels, orderBy: { field: UPDATED_AT, direction: DESC }) {
			pageInfo { hasNextPage endCursor }
			nodes {
				id number title url body createdAt updatedAt closedAt stateReason
				labels(first: 50) { nodes { name } }
			}
		}
	}
}`;
