import { html } from '../../page/client/elements.js';
import { themeButton } from '../../page/client/theme.js';
import { readData } from './data.js';
import { findingItem } from './finding-item.js';
import { createTreeView } from './view.js';

const data = readData();
const view = createTreeView(data, {
  before: [html('h1', {}, 'Supervision tree')],
  after: [themeButton()],
  isShown: () => true,
  findingItem: (index) => findingItem(data.findings[index]),
});
const main = html('main', {}, view.element);
document.body.append(view.toolbar, main);
view.begin();
