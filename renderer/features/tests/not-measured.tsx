/** What stands where no pipeline told of any test: how to get there. */
import type { ReactElement } from 'react';
import { addresses } from '../../store/address.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

export function NotMeasured(): ReactElement {
	return (
		<EmptyState
			title="Tests are not measured yet"
			actions={
				<LinkButton href={addresses.connections} variant="primary">
					Go to the configuration
				</LinkButton>
			}
		>
			Here will be each test with its state: flaky, broken, recovering, healthy, with the numbers behind it, what it
			costs, and who looks after it. Name the JUnit reports of a pipeline under its <code>evidence</code>; results are
			kept from the next run on.
		</EmptyState>
	);
}
