package org.tokenquarry.task;

import java.util.List;
import org.tokenquarry.layerprune.LayerPruner;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.prune.question.QuestionPruner;
import org.tokenquarry.prune.tower.TowerPruner;

/**
 * The pruners that are compared, by what they know when they choose.
 *
 * @param beforeQuestions see the image alone, and choose once for all questions
 * @param fromTower see parts of the vision side too; empty where the bundle does not offer them
 * @param forQuestions see the question too, and choose before the language model
 * @param insideModel choose between the layers of the language model
 */
record MadePruners(
    List<Pruner> beforeQuestions,
    List<TowerPruner> fromTower,
    List<QuestionPruner> forQuestions,
    List<LayerPruner> insideModel) {}
