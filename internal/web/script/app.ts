// The script of every page. It adds to pages that work without it: nothing here is the only way to do a thing.
// Each part finds its elements by their data attributes and knows nothing of the other parts.

import { watchDrafts } from "./draft";
import { watchKeys } from "./keys";
import { watchLook } from "./look";
import { watchConfirm } from "./confirm";
import { watchUploads } from "./upload";
import { watchReview } from "./review";
import { watchMenus } from "./menu";
import { watchOptions } from "./options";
import { watchWaiting } from "./wait";

document.documentElement.classList.add("js");
watchMenus();
watchLook();
watchKeys();
watchConfirm();
watchUploads();
watchReview();
watchOptions();
watchDrafts();
watchWaiting();
